# Completion of virgo for fish 3. Either of these installs it:
#     virgo completion fish | source
#     virgo completion fish > ~/.config/fish/completions/virgo.fish

function __virgo_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    set -l answer ($program -q complete --shell fish -- $words "$last" 2>/dev/null)
    if test "$answer[1]" = files
        __fish_complete_path "$last"
        return
    end
    set -e answer[1]
    string join \n -- $answer
end

complete -c virgo -e
complete -c virgo -f -k -a '(__virgo_complete)'
