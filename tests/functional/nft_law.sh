#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The law of the statement: wherever the stock nft takes `counter`, the translating nft takes `netflow`, lists it there and
# loads the listing again; everywhere else the word netflow is what it is for the stock nft. Rules come from
# tests/nft-grammar, with the statement before, after and inside each; the stock nft is the judge. It cannot load all that
# it lists itself.
# NETFLOW_LAW_STEP=N takes only every Nth of them; arguments are statements to try instead of the usual ones.
# shellcheck source-path=SCRIPTDIR source=../lib/nft.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/nft.sh"

STEP=${NETFLOW_LAW_STEP:-1}
# What the stock nft takes in place of the statement; no rule has these counts itself.
COUNTER='counter packets 7 bytes 8'

# tables: what the rules refer to
tables() {
	cat <<-END
		table inet t {
			set netflow { type ipv4_addr . inet_service; size 100; flags dynamic,timeout; }
$OBJECTS
			chain input { type filter hook input priority 0; }
		}
		table bridge t {
			chain netflow { }
			chain frames { type filter hook prerouting priority 0; }
		}
		table ip t {
			chain prerouting { type nat hook prerouting priority 0; }
			chain postrouting { type nat hook postrouting priority 0; }
		}
	END
}

# prepare: only the tables are there
prepare() {
	in_namespace law nft flush ruleset
	tables | in_namespace law nft -f -
}

# commands STATEMENT <RULES: a command for each, whose comment is its number
commands() {
	awk -F '\t' -v statement="$1" '{
		family = $1 == "input" ? "inet" : $1 == "frames" ? "bridge" : "ip"
		gsub(/STATEMENT/, statement, $2)
		gsub(/\$x/, "1.2.3.4", $2)
		printf "add rule %s t %s %s comment \"r%d\"\n", family, $1, $2, $3 == "" ? NR : $3
	}'
}

# listed: the rules of a listing, one a line, by number: NUMBER RULE
listed() {
	awk '/^\t\t/ && !/^\t\t(type|elements|flags|size|policy) / {
		sub(/^\t+/, "")
		rule = rule (rule == "" ? "" : " ") $0
		if (match(rule, / comment "r[0-9]+"$/)) {
			if (!seen[rule]++)
				print substr(rule, RSTART + 11, RLENGTH - 12) " " substr(rule, 1, RSTART - 1)
			rule = ""
		}
	}
	/^\t[^\t]/ { rule = "" }'
}

# feed NFT…: give it the commands of standard input. An interactive nft goes on after an error, and where it crashes, as the
# stock one does, each command gets an nft of its own.
feed() {
	local line lines
	while mapfile -t -n 100 lines && [ ${#lines[@]} -gt 0 ]; do
		printf '%s\n' "${lines[@]}" | in_namespace law "$@" -i || [ $? -lt 128 ] ||
			for line in "${lines[@]}"; do
				in_namespace law "$@" "$line" || true
			done
	done
}

# try NAME STATEMENT NFT…: what is taken of the rules with this statement is in $WORK/NAME
try() {
	local name=$1 statement=$2
	shift 2
	prepare
	commands "$statement" <"$WORK/rules" >"$WORK/commands"
	feed "$@" <"$WORK/commands" >"$WORK/$name.out" 2>&1
	in_namespace law "$@" list ruleset >"$WORK/$name.listing" 2>"$WORK/$name.err"
	listed <"$WORK/$name.listing" >"$WORK/$name"
}

# by_law STATEMENT NAME: what the translating nft should list, by what the stock nft lists
by_law() {
	awk -v counter="$COUNTER" -v statement="$1" '
		FNR == NR { at = index($0, counter)
			taken[$1] = at ? substr($0, 1, at - 1) statement substr($0, at + length(counter)) : $0
			next }
		!($1 in taken) { taken[$1] = $0 }
		END { for (number in taken) print taken[number] }' "$WORK/counter$2" "$WORK/word$2" | sort
}

# differences NAME: of the law and what is, with the rules that were given
differences() {
	diff "$WORK/law$1" <(sort "$WORK/ours$1") | sed -n 's/^[<>] /& /p' | sed -n 1,40p |
		awk -v rules="$WORK/rules" 'BEGIN { while ((getline line <rules) > 0) given[++count] = line }
			{ print; print "  given: " given[$2] }'
}

# again NAME NFT…: give it what $WORK/NAME lists; what it lists then is in $WORK/NAME.again
again() {
	local name=$1
	shift
	prepare
	awk -F '\t' 'FNR == NR { chain[FNR] = $1; next }
		{ number = $0; sub(/ .*/, "", number); sub(/^[0-9]+ /, ""); print chain[number] "\t" $0 "\t" number }' \
		"$WORK/rules" "$WORK/$name" | commands '' >"$WORK/commands"
	feed "$@" <"$WORK/commands" >"$WORK/$name.out" 2>&1
	in_namespace law "$@" list ruleset 2>"$WORK/$name.err" | listed >"$WORK/$name.again"
}

# law STATEMENT…
law() {
	local statement
	for statement; do
		test_begin "$statement (nft $VERSION)"
		try counter "$COUNTER" nft
		again counter nft
		try word "$statement" nft
		again word nft
		try ours "$statement" "${NFT[@]}"
		by_law "$statement" '' >"$WORK/law"
		equal "$(wc -l <"$WORK/counter") of $(wc -l <"$WORK/rules") rules take a statement and list it in its place" "" "$(differences '')"
		between "enough do" $((1500 / STEP / 2)) "$(wc -l <"$WORK/counter")" 99999
		again ours "${NFT[@]}"
		by_law "$statement" .again >"$WORK/law.again"
		equal "of these $(wc -l <"$WORK/ours.again") are loaded again, as the stock nft does it" "" "$(differences .again)"
	done
}

NFT=(netflowctl nft)
modprobe nft_netflow
ip netns add law
ip -n law link set lo up
"$TESTS/nft-grammar" "$STEP" >"$WORK/rules"
[ $# -gt 0 ] || set -- netflow 'netflow monitor x'
law "$@"
ip netns delete law
