#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The statement netflow in large rulesets: thousands of rules, many sets, lines of 64 KiB, batches of more than one
# buffer, listings of many messages; what that costs beside the stock nft with a statement of the same length.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

RULES=10000
! in_debug_kernel || RULES=1000
NS=''

n() { ip netns exec "$NS" netflowctl nft "$@"; }
stock() { ip netns exec "$NS" nft "$@"; }

section() {
	test_begin "$1"
	[ -z "$NS" ] || ip netns delete "$NS"
	NS=large$((++number))
	ip netns add "$NS"
}
number=0

# ruleset COUNT STATEMENT: every tenth rule has sets without a name
ruleset() {
	awk -v count="$1" -v statement="$2" 'BEGIN {
		print "table inet large {\n\tset s {\n\t\ttype ipv4_addr\n\t\telements = { 192.0.2.1, 192.0.2.2 }\n\t}\n\tchain c {"
		for (i = 0; i < count; i++) {
			match_text = i % 10 ? "udp dport " i % 60000 + 1 : "tcp dport { " i % 60000 + 1 ", 65000-65010 }"
			printf "\t\tip saddr 10.%d.%d.1 ip daddr @s %s counter packets 0 bytes 0 %s accept\n",
				int(i / 256), i % 256, match_text, statement
		}
		print "\t}\n}"
	}'
}

# measured FILE COMMAND…: run it; FILE gets its CPU time in ms and its greatest memory in KiB
measured() {
	/usr/bin/python3 -c '
import resource, subprocess, sys
status = subprocess.call(sys.argv[2:])
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as file:
    print(int(1000 * (usage.ru_utime + usage.ru_stime)), usage.ru_maxrss, file=file)
sys.exit(status)' "$@"
}

# cheap WHAT: the second of two measurements is not more than twice the first, but for what a process takes to start
cheap() {
	local stock ours
	read -ra stock <"$WORK/cost.stock"
	read -ra ours <"$WORK/cost.ours"
	between "$1 takes ${ours[0]} ms beside ${stock[0]} of the stock nft" 0 "${ours[0]}" $((2 * stock[0] + 500))
	between "and ${ours[1]} KiB beside ${stock[1]}" 0 "${ours[1]}" $((2 * stock[1] + 4096))
}

# both WHAT OUTPUT ARGUMENT…: nft with and without the statement, measured
both() {
	local what=$1 output=$2
	shift 2
	measured "$WORK/cost.stock" ip netns exec "$NS-stock" nft "${@//FILE/$WORK/stock.nft}" >"$WORK/$output.stock"
	check "$what" measured "$WORK/cost.ours" ip netns exec "$NS" netflowctl nft "${@//FILE/$WORK/ours.nft}"
	cp "$OUT" "$WORK/$output.ours"
	cheap "it"
}

many_rules() {
	section "$RULES rules"
	ip netns add "$NS-stock"
	ruleset $RULES 'log prefix "1234wan"' >"$WORK/stock.nft"
	ruleset $RULES 'netflow monitor wan' >"$WORK/ours.nft"
	both "are loaded" load -f FILE
	both "are listed" list list ruleset
	equal "as they were written" "" "$(diff <(sed 's/log prefix "1234wan"/netflow monitor wan/' "$WORK/list.stock") "$WORK/list.ours" | sed -n 1,5p)"
	both "are listed in JSON" json -j list ruleset
	equal "all of them" $RULES "$(jq '[.nftables[].rule?.expr[]?.netflow? | values | select(.monitor == "wan")] | length' "$WORK/json.ours")"
	equal "the kernel has so many expressions" $RULES "$(ip netns exec "$NS" nftrule list inet large c | grep -c 'netflow monitor wan')"
	n flush ruleset
	check "the listing is loaded" n -f "$WORK/list.ours"
	equal "and gives the same listing" "" "$(diff "$WORK/list.ours" <(n list ruleset) | sed -n 1,5p)"
	n flush ruleset
	check "so is the listing in JSON" n -j -f <(jq -c '.nftables |= map(select(.metainfo | not))' "$WORK/json.ours")
	equal "and gives the same listing" "" "$(diff "$WORK/list.ours" <(n list ruleset) | sed -n 1,5p)"
	ip netns delete "$NS-stock"
}

# A line of 64 KiB and more: a set, then the statement; and as many statements as an argument holds.
long_lines() {
	local elements arguments
	section "long lines"
	n add table inet t
	n add chain inet t c
	elements=$(for i in $(seq 6000); do printf '10.0.%d.%d, ' $((i / 250)) $((i % 250 + 1)); done)
	printf 'add rule inet t c ip saddr { %s } counter netflow monitor wan accept # netflow\n' "${elements%, }" >"$WORK/line.nft"
	between "a line of $(wc -c <"$WORK/line.nft") bytes" 65536 "$(wc -c <"$WORK/line.nft")" 999999
	check "is loaded" n -f "$WORK/line.nft"
	check "by standard input, too" n -f - <"$WORK/line.nft"
	equal "both are in the kernel" 2 "$(ip netns exec "$NS" nftrule list inet t c | grep -c 'netflow monitor wan')"
	equal "and listed" 2 "$(n list chain inet t c | grep -c 'netflow monitor wan accept')"
	arguments=$(for i in $(seq 1500); do printf 'add rule inet t c counter netflow monitor a%d;' "$i"; done)
	between "an argument of ${#arguments} bytes" 65536 ${#arguments} 131071
	check "is taken" n "$arguments"
	equal "all of it" 1500 "$(n list chain inet t c | grep -c 'netflow monitor a[0-9]*$')"
	n flush chain inet t c
	printf '%s\n' "$arguments add rule inet t c netflow foo" >"$WORK/line.nft"
	n -f "$WORK/line.nft" >"$OUT" 2>&1 || true
	equal "no stand-in is in the message about its last word" "" "$(tr -d '\n\t\40-\176' <"$OUT")"
}

# Rules of all lengths, so that the ends of netlink's pages fall everywhere.
pages() {
	section "batches and dumps of many messages"
	awk 'BEGIN {
		print "table inet t {\n\tchain c {"
		for (i = 0; i < 600; i++) {
			printf "\t\t"
			for (k = 0; k < i % 23; k++)
				printf "meta length %d ", k
			for (k = 0; k <= i % 5; k++)
				printf "netflow monitor %.*s ", 1 + (i + k) % 31, "abcdefghijklmnopqrstuvwxyz01234"
			print "counter packets 0 bytes 0 comment \"" i "\""
		}
		print "\t}\n}"
	}' >"$WORK/pages.nft"
	check "are sent" n -f "$WORK/pages.nft"
	equal "and come back" "" \
		"$(diff <(grep netflow "$WORK/pages.nft") <(n list chain inet t c | grep netflow) | sed -n 1,5p)"
	equal "all statements are in the kernel" "$(grep -o 'netflow monitor' "$WORK/pages.nft" | wc -l)" \
		"$(ip netns exec "$NS" nftrule list inet t c | grep -o 'netflow monitor' | wc -l)"
}

modprobe nft_netflow
for part in many_rules long_lines pages; do
	$part
done
