#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The stock nft and the translating one side by side, over rulesets without the statement netflow: same output, same
# errors, same netlink bytes, same exit statuses. Then rulesets with it, which must come back as they were. Then rules of
# all of nft's language, with the statement wherever the stock nft takes another one.
# NETFLOW_CORPUS_STEP=N takes only every Nth of them; all of them take a debug kernel half an hour. Arguments name parts:
# compare, with_statement, in_every_place.
# shellcheck source-path=SCRIPTDIR source=../lib/nft.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/nft.sh"

RECORDER=$TOOLS/nftrecord.so
STEP=${NETFLOW_CORPUS_STEP:-1}
LEAST=$((200 / STEP))
# nft with the statement, in the namespace that most parts make
NFT=(in_namespace corpus netflowctl nft)

# rulesets DIRECTORY: those that are taken
rulesets() { printf '%s\n' "$1"/*.nft | awk -v step="$STEP" 'NR % step == 0'; }

# commands FILE RESULT: what is done to each ruleset, in a namespace of its own
# shellcheck disable=SC2016 # for the inner shell
COMMANDS='ip link set lo up
	file=$1 result=$2 preload=$3
	run() { LD_PRELOAD=$preload nft "$@" >>"$result/out" 2>>"$result/err"; echo "status $?" >>"$result/out"; }
	run -c -f "$file"
	run -f "$file"
	run -a list ruleset
	run -j list ruleset'

# side FILE RESULT PRELOAD: one side's output, errors and netlink messages, in the directory RESULT
side() {
	rm -rf "$2"
	mkdir -p "$2"
	NFTRECORD=$2/netlink unshare --net sh -c "$COMMANDS" sh "$1" "$2" "$3"
}

# same WHAT: is it the same on both sides?
same() {
	if cmp -s "$WORK/stock/$1" "$WORK/ours/$1"; then
		return
	fi
	differences+=("$name: $1" "$(diff "$WORK/stock/$1" "$WORK/ours/$1" | sed -n 1,6p | cut -c 1-200)")
	return 1
}

compare() {
	local file name count=0 loaded=0 differences=() what
	test_begin "without the statement"
	"$TESTS/nft-corpus" "$WORK/plain"
	for file in $(rulesets "$WORK/plain"); do
		name=$(basename "$file" .nft)
		side "$file" "$WORK/stock" "$RECORDER"
		side "$file" "$WORK/ours" "$LIBRARY:$RECORDER"
		for what in out err netlink; do
			same $what || true
		done
		count=$((count + 1))
		[ "$(sed -n 2p "$WORK/stock/out")" != "status 0" ] || loaded=$((loaded + 1))
	done
	equal "all $count rulesets: same output, errors, netlink bytes and exit statuses" "" \
		"$(printf '%s\n' "${differences[@]}" | sed -n 1,40p)"
	between "there are enough rulesets" $LEAST "$count" 9999
	between "most are taken by nft" $((LEAST / 2)) "$loaded" "$count"
}

# round_trip FILE: load, list, load the listing, list; in the namespace corpus
round_trip() {
	"${NFT[@]}" -f "$1" >"$OUT" 2>&1 || { echo "not loaded: $(head -n 3 "$OUT")"; return; }
	"${NFT[@]}" list ruleset >"$WORK/first"
	"${NFT[@]}" -j list ruleset 2>/dev/null >"$WORK/json"
	{ echo flush ruleset; cat "$WORK/first"; } >"$WORK/again"
	"${NFT[@]}" -f "$WORK/again" >"$OUT" 2>&1 || { echo "listing not loaded: $(head -n 3 "$OUT")"; return; }
	"${NFT[@]}" list ruleset >"$WORK/second"
	cmp "$WORK/first" "$WORK/second" || return 0
	! grep -q '\\u000[1-3]' "$WORK/json" || echo "a stand-in is in the JSON"
	! grep -qE $'log prefix "?[\001-\003]' "$WORK/first" || echo "a stand-in is listed"
}

# statements FILE: how many there are in a listing; names and comments are of no interest
statements() {
	sed -E -e 's/comment ".*"//' -e 's/(table|chain|set|counter|limit|jump|goto|name|prefix|iifname|oifname|!=|@)( [a-z0-9]+)? "?netflow\b//g' \
		-e 's/"netflow[^"]*"//g' "$1" | { grep -ow netflow || true; } | wc -l
}

with_statement() {
	local file name count=0 loaded=0 problem problems=()
	test_begin "with the statement"
	"$TESTS/nft-corpus" --netflow "$WORK/netflow"
	modprobe nft_netflow
	ip netns add corpus
	for file in $(rulesets "$WORK/netflow"); do
		name=$(basename "$file" .nft)
		in_namespace corpus nft flush ruleset
		problem=$(round_trip "$file")
		count=$((count + 1))
		if [ -z "$problem" ]; then
			loaded=$((loaded + 1))
			[ "$(statements "$WORK/first")" -gt 0 ] || problem="no statement in the listing"
		elif ! without "$file"; then
			# What stock nft refuses without the statement, it may refuse with it.
			problem=''
		fi
		[ -z "$problem" ] || problems+=("$name: $problem")
	done
	equal "all $count rulesets come back as they were" "" "$(printf '%s\n' "${problems[@]}" | sed -n 1,40p)"
	between "most are taken" $((count * 3 / 4)) "$loaded" "$count"
	ip netns delete corpus
}

# without FILE: is it taken by the stock nft without the statements?
without() {
	sed -E -e 's/\bnetflow +monitor[ \t]+("[^"]*"|[^ ;]+)//g' \
		-e 's/(^\t\t|[^"@$a-z] )netflow( |;|$)/\1 counter\2/' "$1" >"$WORK/without.nft"
	in_namespace corpus nft flush ruleset
	in_namespace corpus nft -f "$WORK/without.nft" >"$OUT" 2>&1
}

# What a chain must be for some of the rules: a family, a type and a hook.
HOOKS=('inet type filter hook input' 'ip type nat hook prerouting' 'ip type nat hook postrouting' 'ip type filter hook prerouting'
	'ip6 type filter hook prerouting' 'netdev type filter hook ingress device lo' 'bridge type filter hook prerouting')

# write_rule RULE FAMILY HOOK
write_rule() {
	cat <<-END
		define x = 1.2.3.4
		table $2 t {
$OBJECTS
			chain c {
				$3 priority 0;
				$1
			}
		}
	END
}

# parses NFT… RULE FAMILY HOOK: does nft understand it? Whether this kernel has what it takes is of no interest.
parses() {
	write_rule "${@: -3}" >"$WORK/rule.nft"
	"${@:1:$#-3}" -c -f "$WORK/rule.nft" >"$OUT" 2>&1 || {
		grep -q Error "$OUT" && ! grep Error "$OUT" | matches -v 'Could not process rule'
	}
}

# try_rule RULE: each form that the stock nft takes with another statement; sets $taken to how many, problems to the others
try_rule() {
	local hook form
	taken=0
	for hook in "${HOOKS[@]}"; do
		for form in "$1 counter" "$1 counter accept" "counter $1"; do
			parses in_namespace corpus nft "$form" "${hook%% *}" "${hook#* }" || continue
			taken=$((taken + 1))
			case $form in
			"$1 counter") form="$1 netflow" ;;
			"counter $1") form="netflow $1" ;;
			*) form="$1 netflow monitor wan accept" ;;
			esac
			parses "${NFT[@]}" "$form" "${hook%% *}" "${hook#* }" || problems+=("$form: $(head -n 1 "$OUT")")
		done
		((taken == 0)) || return 0
	done
}

in_every_place() {
	local rule problems=() taken count=0 understood=0 forms=0
	test_begin "wherever another statement may stand"
	ip netns add corpus
	ip -n corpus link set lo up
	while IFS= read -r rule; do
		try_rule "$rule"
		count=$((count + 1))
		forms=$((forms + taken))
		((taken == 0)) || understood=$((understood + 1))
	done < <(grep -v '^#' "$TESTS/nft-rules" | awk -v step="$STEP" 'NR % step == 0')
	equal "$forms places in $understood of $count rules" "" "$(printf '%s\n' "${problems[@]}" | sed -n 1,40p)"
	between "nft understands most rules" $((count / 2)) "$understood" "$count"
	ip netns delete corpus
}

[ $# -gt 0 ] || set -- compare with_statement in_every_place
for part; do
	$part
done
