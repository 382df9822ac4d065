# bash completion for colltop, made from its table of options
_colltop()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} joined=

	# readline takes a word apart at '=' and ':', which comes in the order of the rows only
	if [[ $cur == : || $prev == : ]]; then
		mapfile -t COMPREPLY < <(compgen -W 'asc desc' -- "${cur#:}")
		return
	fi
	if [[ $prev == = && $COMP_CWORD -ge 2 ]]; then
		prev=${COMP_WORDS[COMP_CWORD - 2]} joined=yes
	fi
	if [[ $cur == = ]]; then
		cur='' joined=yes
	fi
	if [[ $prev == --simulate && -z $joined ]]; then
		prev=''
	fi

	case $prev in
	-A | --account)
		return
		;;
	-i | --interval)
		mapfile -t COMPREPLY < <(compgen -W '1 2 5 10 15 30 60' -- "$cur")
		return
		;;
	-F | --filter)
		return
		;;
	-s | --sort)
		mapfile -t COMPREPLY < <(compgen -W 'ccy ccy:asc ccy:desc pledged pledged:asc pledged:desc funding funding:asc funding:desc amount amount:asc amount:desc price price:asc price:desc value value:asc value:desc share share:asc share:desc change24h change24h:asc change24h:desc' -- "$cur")
		return
		;;
	--ccy)
		return
		;;
	-n | --count)
		return
		;;
	-f | --format)
		mapfile -t COMPREPLY < <(compgen -W 'table json csv' -- "$cur")
		return
		;;
	--what-if)
		return
		;;
	-w | --warning)
		return
		;;
	-c | --critical)
		return
		;;
	-t | --seconds)
		return
		;;
	--loan)
		return
		;;
	--expect-loans)
		return
		;;
	--simulate)
		mapfile -t COMPREPLY < <(compgen -W 'calm slide crash partial-liquidation liquidation repaid two-loans coin-debt depeg haircut maintenance no-loan' -- "$cur")
		return
		;;
	--config)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--ca-file)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--theme)
		mapfile -t COMPREPLY < <(compgen -W 'auto dark light mono' -- "$cur")
		return
		;;
	-v | --log)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W '--account --demo --production --interval --filter --sort --ccy --once --batch --count --format --what-if --check --warning --critical --seconds --loan --expect-loans --no-loan-ok --simulate --config --ca-file --no-color --theme --ipv4 --ipv6 --log --init --doctor --deep --help --version' -- "$cur")
}
complete -F _colltop colltop
