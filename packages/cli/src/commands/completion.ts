// ottla completion: the script that teaches a shell to complete `ottla` and Kafka's script names; the words come from `ottla __complete`.
import type { Command } from "../command.ts";
import { UsageError } from "../failure.ts";
import { ottlaCommand } from "../ottla-command.ts";

const BASH = `# bash completion for ottla: eval "$(ottla completion bash)"
_ottla() {
  local tool words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  case "\${COMP_WORDS[0]##*/}" in
    kafka-*.sh)
      tool=\${COMP_WORDS[0]##*/kafka-}
      tool=\${tool#kafka-}
      words=("\${tool%.sh}" "\${words[@]}")
      ;;
  esac
  COMPREPLY=()
  local line
  while IFS= read -r line; do COMPREPLY+=("\${line%%$'\\t'*}"); done < <(ottla __complete "\${words[@]}" 2>/dev/null)
  if [ "\${#COMPREPLY[@]}" -eq 1 ] && [ "\${COMPREPLY[0]%/}" != "\${COMPREPLY[0]}" ]; then compopt -o nospace; fi
}
complete -F _ottla ottla $(compgen -c kafka- | grep '\\.sh$')
`;

const ZSH = `#compdef ottla
# zsh completion for ottla: source <(ottla completion zsh)
_ottla() {
  local -a line items typed
  typed=("\${(@)words[2,CURRENT]}")
  [[ \${words[1]:t} == kafka-*.sh ]] && typed=("\${\${\${words[1]:t}#kafka-}%.sh}" "\${(@)typed}")
  for line in "\${(@f)$(ottla __complete "\${(@)typed}" 2>/dev/null)}"; do
    [[ -n $line ]] && items+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  _describe ottla items
}
compdef _ottla ottla -P 'kafka-*.sh'
`;

const FISH = `# fish completion for ottla: ottla completion fish | source
function __ottla_complete
  set -l words (commandline -opc)
  set -l tool (string match -r 'kafka-(.*)\\.sh$' -- $words[1])
  ottla __complete $tool[2] $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c ottla -f -a '(__ottla_complete)'
for script in (complete -C kafka- | string match -r '^kafka-\\S+\\.sh')
  complete -c $script -f -a '(__ottla_complete)'
end
`;

const SCRIPTS: ReadonlyMap<string, string> = new Map([
  ["bash", BASH],
  ["zsh", ZSH],
  ["fish", FISH],
]);

export const completion: Command = ottlaCommand({
  name: "ottla completion",
  description: "Print the script that teaches a shell to complete ottla and Kafka's script names.",
  options: (options) => void options.argument("<shell>", [...SCRIPTS.keys()].join(", ")),
  run(_values, io, [shell = ""]) {
    const script = SCRIPTS.get(shell);
    if (script === undefined) throw new UsageError(`${shell} is not one of ${[...SCRIPTS.keys()].join(", ")}`);
    io.stdout.write(script);
    return Promise.resolve(0);
  },
});
