/** The smallest program that sends a result link with the official SDK: `send-by-sdk.ts <base URL>`. */
import { Kombo } from '@kombo-api/sdk';

const kombo = new Kombo({
  api_key: 'sk_bench',
  integration_id: 'workday:HWUTwvyx2wLoSUHphiWVrp28',
  server_url: process.argv[2] ?? '',
});
const { warnings } = await kombo.ats.addCandidateResultLink({
  candidate_id: '3kPq8TnVwXyZ5bRdHjMcLfGs',
  body: { label: 'Assessment result', url: 'https://assessments.example.com/results/42' },
});
console.log('Delivered', warnings);
process.exit();
