# Completion of virgo for bash 4.4 and later. It needs nothing beside bash:
#     source <(virgo completion bash)

_virgo_complete() {
	# The line goes as it was typed: what bash makes of its words is not enough to
	# tell quotes and breaks apart.
	local answer
	mapfile -t answer < <("${1/#\~\//$HOME/}" -q complete --shell bash -- \
		"$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
	case ${answer[0]-} in
	files) compopt -o default -o filenames ;;
	open) compopt -o nospace ;;
	esac
	COMPREPLY=("${answer[@]:1}")
}

complete -o nosort -F _virgo_complete virgo
