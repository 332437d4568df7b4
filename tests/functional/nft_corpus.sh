#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The stock nft and the translating one side by side, over rulesets without the statement netflow: same output, same
# errors, same netlink bytes, same exit statuses. Then rulesets with it, which must come back as they were.
# NETFLOW_CORPUS_STEP=N takes only every Nth ruleset; all of them take a debug kernel a quarter of an hour.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

LIBRARY=/usr/local/lib/netflow/libnft-netflow.so
RECORDER=$TOOLS/nftrecord.so
STEP=${NETFLOW_CORPUS_STEP:-1}
LEAST=$((200 / STEP))

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
	differences+=("$name: $1" "$(diff "$WORK/stock/$1" "$WORK/ours/$1" | head -n 6 | cut -c 1-200)")
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
		"$(printf '%s\n' "${differences[@]}" | head -n 40)"
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
	NFT=(ip netns exec corpus netflowctl nft)
	for file in $(rulesets "$WORK/netflow"); do
		name=$(basename "$file" .nft)
		ip netns exec corpus nft flush ruleset
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
	equal "all $count rulesets come back as they were" "" "$(printf '%s\n' "${problems[@]}" | head -n 40)"
	between "most are taken" $((count * 3 / 4)) "$loaded" "$count"
	ip netns delete corpus
}

# without FILE: is it taken by the stock nft without the statements?
without() {
	sed -E -e 's/\bnetflow +monitor[ \t]+("[^"]*"|[^ ;]+)//g' \
		-e 's/(^\t\t|[^"@$a-z] )netflow( |;|$)/\1 counter\2/' "$1" >"$WORK/without.nft"
	ip netns exec corpus nft flush ruleset
	ip netns exec corpus nft -f "$WORK/without.nft" >"$OUT" 2>&1
}

compare
with_statement
