import { nameOf, takesValue, type Words } from './words.js';

/** Completion for bash, also for the bash 3.2 of macOS. */
export function bashScript(words: Words): string {
  const { first, places, globals, all } = words;
  const names = (options: typeof all) => options.map(nameOf).join(' ');
  const withFile = all.filter((option) => option.isFile);
  const withChoices = all.filter((option) => option.choices);
  const withText = all.filter((option) => takesValue(option) && !option.isFile && !option.choices);
  const pattern = (options: typeof all) => options.map(nameOf).join('|');
  return `# Completion of result-links; load it with: source <(result-links completion bash)
_result_links() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' words='' files='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${command:+$command }\${COMP_WORDS[i]}" in
      ${places.map(({ path }) => `'${path}'`).join('|')}) command="\${command:+$command }\${COMP_WORDS[i]}" ;;
    esac
  done
  COMPREPLY=()
  # bash gives --flag=value in three words, and --flag= in two.
  if [[ "$word" == '=' ]]; then word=''; elif [[ "$previous" == '=' ]]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  case "$previous" in
    ${pattern(withFile)})
      _result_links_files "$word"; return ;;
${withChoices.map((option) => `    ${nameOf(option)}) COMPREPLY=($(compgen -W '${(option.choices ?? []).join(' ')}' -- "$word")); return ;;`).join('\n')}
    ${pattern(withText)}) return ;;
  esac
  case "$command" in
    '') words='${first.map(({ name }) => name).join(' ')} ${names(globals)} --version' ;;
${places
  .map(({ path, subcommands, args, options }) => {
    const choices = args.flatMap((argument) => argument.choices ?? []);
    const inner = subcommands.map(({ name }) => name);
    const offered = [...inner, ...choices, ...options.map(nameOf), ...globals.map(nameOf)];
    const files = args.some(({ isFile }) => isFile) ? ' files=1' : '';
    return `    '${path}') words='${offered.join(' ')}'${files} ;;`;
  })
  .join('\n')}
  esac
  [[ -n "$files" && "$word" != -* ]] && _result_links_files "$word"
  COMPREPLY+=($(compgen -W "$words" -- "$word"))
}
_result_links_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$1"))
}
complete -F _result_links result-links`;
}

/** zsh runs bash completions through its own adapter. */
export function zshScript(words: Words): string {
  return `# Completion of result-links; load it with: source <(result-links completion zsh)
autoload -Uz +X compinit && (( \${+functions[compdef]} )) || compinit
autoload -Uz +X bashcompinit && bashcompinit
${bashScript(words)}`;
}
