/** A form for a result link, sent once in an empty and once in a filled-in state. */
import { validateResultLinkBody } from '@result-links/contracts';

const form = document.querySelector('form');

form.addEventListener('submit', (event) => {
  event.preventDefault();
  for (const line of form.querySelectorAll('output')) line.textContent = '';
  const result = validateResultLinkBody(Object.fromEntries(new FormData(form)));
  document.title = result.ok ? `to be sent: ${result.value.label}` : 'to be corrected';
  if (result.ok) return;
  for (const { path, message } of result.errors) {
    form.querySelector(`output[for="${path}"]`).textContent += `${message}. `;
  }
});

const [label, url] = form.querySelectorAll('input');
url.value = 'results/42';
form.requestSubmit();
document.querySelector('#before').textContent = form.innerText;

label.value = 'Assessment result';
url.value = 'https://assessments.example.com/results/42';
form.requestSubmit();
