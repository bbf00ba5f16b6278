#compdef virgo
# Completion of virgo for zsh. Either of these installs it, after compinit or
# into a directory of $fpath:
#     source <(virgo completion zsh)
#     virgo completion zsh > /usr/local/share/zsh/site-functions/_virgo

_virgo() {
	local -a answer found shown more
	local line
	answer=("${(@f)$(${~words[1]} -q complete --shell zsh -- \
		"${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
	case $answer[1] in
	files) _files; return ;;
	open) more=(-S '') ;;
	esac
	for line in "${(@)answer[2,-1]}"; do
		found+=("${line%%$'\t'*}")
		shown+=("${line/$'\t'/  -- }")
	done
	if [[ $#answer -gt 1 && $answer[2] == *$'\t'* ]]; then
		compadd -V virgo "${(@)more}" -l -d shown -a found
	else
		compadd -V virgo "${(@)more}" -a found
	fi
}

if [[ $funcstack[1] == _virgo ]]; then
	_virgo "$@"
else
	compdef _virgo virgo
fi
