#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The statement netflow with the distribution's own nft: every way in, every way out, without the module, and in the
# place of /usr/sbin/nft.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

LIBRARY=/usr/local/lib/netflow/libnft-netflow.so
VERSION=$(nft --version | sed -E 's/.* v([0-9.]+).*/\1/')
NS=''

# nft with the statement, in the namespace that the section has
n() { ip netns exec "$NS" netflowctl nft "$@"; }
# the stock nft
stock() { ip netns exec "$NS" nft "$@"; }
# version_from NUMBER: is nft at least this one?
version_from() { [ "$(printf '%s\n' "$1" "$VERSION" | sort -V | head -n 1)" = "$1" ]; }

# section NAME: a namespace with a table and a chain
section() {
	test_begin "$1 (nft $VERSION)"
	[ -z "$NS" ] || ip netns delete "$NS"
	NS=nft$((++number))
	ip netns add "$NS"
	n 'add table inet t; add chain inet t c { type filter hook input priority 0; }'
}
number=0

# rules: those of the chain, one a line
rules() { n "$@" list chain inet t c | sed -n '/^\t\ttype /d; s/^\t\t//p'; }
# in_kernel: the expressions, as the test's own tool reads them
in_kernel() { ip netns exec "$NS" nftrule list inet t c; }

need_module() { modprobe nft_netflow; }

command_line() {
	section "command line"
	check "a rule is added" n add rule inet t c ip saddr 10.0.0.0/8 tcp dport 22 counter netflow accept
	check "with a monitor" n add rule inet t c netflow monitor wan drop
	check "inserted" n insert rule inet t c netflow monitor '"lan-1"' counter
	equal "the rules are listed" "netflow monitor lan-1 counter packets 0 bytes 0
ip saddr 10.0.0.0/8 tcp dport 22 counter packets 0 bytes 0 netflow accept
netflow monitor wan drop" "$(rules)"
	equal "the kernel has the expression" 3 "$(in_kernel | grep -c 'netflow monitor')"
	equal "and no stand-in" "" "$(in_kernel | sed -n '/ log/p')"
	equal "list -a has handles" "netflow monitor wan drop # handle 3" "$(rules -a | tail -n 1)"
	equal "list -s has no counts" "netflow monitor lan-1 counter" "$(rules -s | head -n 1)"
	equal "list -n" "netflow monitor wan drop" "$(rules -n | tail -n 1)"
	equal "list table and ruleset say the same" "$(n list ruleset)" "$(n list table inet t)"
	check "--debug=netlink" n --debug=netlink list chain inet t c
	equal "shows the expression" "  [ netflow ]" "$(grep -F '[ netflow ]' "$OUT")"
	equal "with its monitor" "  [ netflow monitor wan ]" "$(grep -F 'monitor wan ]' "$OUT")"
	check "--echo --handle" n -e -a add rule inet t c meta mark 1 netflow monitor e
	equal "shows the rule" 1 "$(grep -c 'netflow monitor e # handle 5' "$OUT")"
	check "--check takes it" n -c add rule inet t c netflow
	equal "and does nothing" 4 "$(rules | wc -l)"
	equal "stock nft shows nothing of these rules" "" "$(stock list chain inet t c | sed -n '/netflow\|log/p')"
}

edit() {
	section "replace, delete, flush, reset, optimise"
	n 'add rule inet t c netflow monitor a; add rule inet t c counter netflow monitor b'
	check "replace by handle" n replace rule inet t c handle 2 counter netflow monitor c
	equal "it is replaced" "counter packets 0 bytes 0 netflow monitor c" "$(rules | head -n 1)"
	check "add behind a handle" n add rule inet t c handle "$(rules -a | sed -n '1s/.*handle //p')" netflow
	equal "it is in between" netflow "$(rules | sed -n 2p)"
	check "delete by handle" n delete rule inet t c handle "$(rules -a | sed -n '2s/.*handle //p')"
	equal "it is gone" 2 "$(rules | wc -l)"
	if version_from 1.0.8; then
		check "reset rules" n reset rules
		equal "shows them" 2 "$(grep -c netflow "$OUT")"
	fi
	check "flush chain" n flush chain inet t c
	equal "nothing is left" "" "$(rules)"
	optimise
}

optimise() {
	version_from 1.0.6 || return 0
	printf 'table inet t {\n\tchain c {\n\t\ttcp dport 22 netflow monitor wan accept\n' >"$WORK/optimise"
	printf '\t\ttcp dport 23 netflow monitor wan accept\n\t}\n}\n' >>"$WORK/optimise"
	check "--optimize merges such rules" n -o -f "$WORK/optimise"
	equal "what it did is told with statements" 3 "$(grep -c 'netflow monitor wan accept' "$OUT")"
	equal "one rule is left" "tcp dport { 22, 23 } netflow monitor wan accept" "$(rules)"
}

# A file with all that may stand around a statement.
write_file() {
	mkdir -p "$WORK/parts"
	cat >"$WORK/rules.nft" <<-END
		#!/usr/sbin/nft -f
		# netflow is not a statement here
		flush ruleset
		define netflow = { lo, "eth0" }
		include "$WORK/parts/*.nft"
		table inet netflow {
			set netflow {
				type ifname
				elements = { "netflow", "lo" }
			}
			chain netflow {
				counter netflow   monitor  wan accept comment "netflow"; netflow
				iifname \$netflow \\
					netflow \\
					monitor x
				iifname @netflow jump { netflow; }
				include "$WORK/inside"
			}
		}
		add rule inet netflow netflow jump other; add rule inet netflow other netflow monitor "last"
	END
	printf 'table inet netflow {\n\tchain other {\n\t\tnetflow # netflow\n\t}\n}\n' >"$WORK/parts/a.nft"
	printf 'netflow monitor inside accept\ncounter netflow\n' >"$WORK/inside"
}

files() {
	local line
	section "files"
	write_file
	check "a file is loaded" n -f "$WORK/rules.nft"
	n list ruleset >"$WORK/listing"
	while IFS= read -r line; do
		check "listed: $line" grep -qxF "$line" <(sed 's/^\t*//' "$WORK/listing")
	done <<-'END'
		counter packets 0 bytes 0 netflow monitor wan accept comment "netflow"
		netflow
		iifname { "lo", "eth0" } netflow monitor x
		iifname @netflow jump {
		netflow monitor inside accept
		counter packets 0 bytes 0 netflow
		netflow monitor last
	END
	check "by standard input" n -f - <"$WORK/rules.nft"
	equal "the same" "$(cat "$WORK/listing")" "$(n list ruleset)"
	# shellcheck disable=SC2002 # a pipe, not a file
	check "by a pipe" n -f - < <(cat "$WORK/rules.nft")
	equal "the same" "$(cat "$WORK/listing")" "$(n list ruleset)"
	n flush ruleset
	sed "s|\"$WORK/|\"|" "$WORK/rules.nft" >"$WORK/relative.nft"
	check "with includes from a directory of its own" n -I "$WORK" -f "$WORK/relative.nft"
	equal "the same" "$(cat "$WORK/listing")" "$(n list ruleset)"
	{ echo flush ruleset; cat "$WORK/listing"; } >"$WORK/again"
	check "the listing is loaded" n -f "$WORK/again"
	equal "and gives the same listing" "$(cat "$WORK/listing")" "$(n list ruleset)"
	n flush ruleset
	n add table inet t
	n add chain inet t c
	printf 'add rule inet t c netflow monitor typed\nlist chain inet t c\nquit\n' | n -i >"$OUT" 2>&1
	equal "interactive" 1 "$(grep -c '^..netflow monitor typed$' "$OUT")"
}

json() {
	section JSON
	n add rule inet t c counter netflow accept
	n add rule inet t c netflow monitor wan
	equal "objects" '{"netflow":null} {"netflow":{"monitor":"wan"}}' \
		"$(n -j list ruleset | jq -c '.nftables[].rule?.expr[]? | select(.netflow? != null or has("netflow"))' | paste -sd ' ')"
	n -j list ruleset | jq '.nftables |= map(select(.metainfo | not))' >"$WORK/json"
	n list ruleset >"$WORK/listing"
	n flush ruleset
	check "the listing is loaded" n -j -f "$WORK/json"
	equal "and gives the same ruleset" "$(cat "$WORK/listing")" "$(n list ruleset)"
	n flush ruleset
	check "by standard input" n -j -f - <"$WORK/json"
	equal "too" "$(cat "$WORK/listing")" "$(n list ruleset)"
	check "on the command line" n -j '{"nftables": [{"add": {"rule": {"family": "inet", "table": "t", "chain": "c",
		"expr": [{"netflow": {"monitor": "j"}}]}}}]}'
	equal "too" "netflow monitor j" "$(rules | tail -n 1)"
	refused "what is no monitor's name" . n -j '{"nftables": [{"add": {"rule": {"family": "inet", "table": "t",
		"chain": "c", "expr": [{"netflow": {"monitor": "a/b"}}]}}}]}'
	check "--echo" n -j -e add rule inet t c meta mark 1 netflow monitor e
	equal "has it" '{"monitor":"e"}' "$(jq -c '.. | .netflow? // empty' "$OUT")"
}

watch() {
	local pid
	section monitor
	ip netns exec "$NS" netflowctl nft monitor >"$WORK/events" 2>&1 &
	pid=$!
	started+=("$pid")
	wait_for 10 grep -q . "/proc/$pid/stat"
	wait_for 20 sh -c "ip netns exec $NS nft add table ip x; ip netns exec $NS nft delete table ip x; grep -q 'table ip x' $WORK/events"
	n add rule inet t c counter netflow monitor wan
	check "an event shows the statement" wait_for 20 grep -q 'add rule inet t c counter packets 0 bytes 0 netflow monitor wan' \
		"$WORK/events"
	n flush chain inet t c
	check "and so does its end" wait_for 20 grep -qE 'delete rule inet t c (handle|counter)' "$WORK/events"
	stop "$pid"
}

# error TEXT: nft must say of it what the stock nft says of statements of the same lengths
error() {
	local expected
	printf '%s\n' "$1" | sed -e 's/netflow monitor wan/log prefix "123456"/g' -e 's/netflow/notrack/g' >"$WORK/error.nft"
	expected=$({ stock -f "$WORK/error.nft" 2>&1 || true; } | sed -e 's/log prefix "123456"/netflow monitor wan/g' -e 's/notrack/netflow/g')
	printf '%s\n' "$1" >"$WORK/error.nft"
	n -f "$WORK/error.nft" >"$OUT" 2>&1 || true
	if [[ $expected != *Error* ]]; then
		fail "error: $1" "the stock nft says: $expected"
	else
		equal "error: $(head -n 1 <<<"$expected" | cut -d: -f 2-3): $(head -n 1 <<<"$1")" "$expected" "$(cat "$OUT")"
	fi
}

errors() {
	section errors
	error 'add rule inet t c counter netflow monitor wan accept foo'
	error 'add rule inet t c netflow foo netflow'
	error 'add rule inet t c netflow jump nowhere'
	error 'add rule inet t c counter netflow counter jump nowhere'
	error 'add rule inet t d netflow monitor wan'
	error 'add rule inet t c accept netflow'
	error $'table inet t {\n\tchain c {\n\t\tnetflow; netflow monitor wan counter netflow ip saddr 1.2.3.400\n\t}\n}'
	error 'add rule inet t c tcp dport { 22 } netflow monitor wan tcp dport'
	refused "a bad name is quoted" "'a/b' is no monitor" n add rule inet t c netflow monitor a/b
	refused "arguments of log are none of netflow" "Error" n add rule inet t c netflow level warn
	equal "nothing was added" "" "$(rules)"
}

packets() {
	test_begin "packets"
	topology_up
	exporting 10
	NS=rtr
	n -f - <<-'END'
		table inet t {
			chain c {
				type filter hook forward priority 0
				ip protocol udp counter netflow monitor default
				meta l4proto udp netflow monitor named
			}
		}
	END
	flowgen_src --flows 100 --packets 1000 --protocols udp,tcp >"$OUT"
	equal "are metered by the rule" "$(n -j list chain inet t c |
		jq -r '.nftables[].rule?.expr[]?.counter? | values | "\(.packets) \(.bytes)"')" "$(metered)"
	between "by both monitors" 1 "$(statistic metered_packets named)" 1000
	check_conserved "packets"
	topology_down
	NS=''
}

# hide_module: as if it had not been built for this kernel
hide_module() {
	ip -all netns delete
	NS=''
	wait_for 20 unload
	find "/lib/modules/$(uname -r)/" -name 'nft_netflow.ko*' -exec mv {} {}.hidden \;
}

show_module() { find "/lib/modules/$(uname -r)/" -name 'nft_netflow.ko*.hidden' -exec sh -c 'mv "$1" "${1%.hidden}"' sh {} \;; }

without_module() {
	local file=$WORK/without.nft
	hide_module
	section "without the module"
	printf 'table inet t {\n\tchain c {\n\t\tiif "lo" netflow accept\n\t\tip saddr { 10.0.0.1, 10.0.0.2 } counter packets 0 bytes 0 netflow monitor wan drop comment "both"\n\t\tnetflow\n\t\ttcp dport 22 accept\n\t}\n}\n' >"$file"
	check "the ruleset is loaded" n -f "$file"
	equal "with a warning" "nft: netflow: this kernel has no nftables expression 'netflow'" \
		"$(grep -o "nft: netflow: this kernel has no nftables expression 'netflow'" "$OUT")"
	equal "nothing but the accounting is missing" 'iif "lo" accept
ip saddr { 10.0.0.1, 10.0.0.2 } counter packets 0 bytes 0 drop comment "both"
tcp dport 22 accept' "$(stock list chain inet t c | sed -n '/^\t\ttype /d; s/^\t\t//p' | sed '/^$/d')"
	n list ruleset >"$WORK/listing" 2>"$WORK/notice"
	equal "the listing has what was written" "$(sed -n 's/^\t\t//p' "$file")" "$(sed -n '/^\t\ttype /d; s/^\t\t//p' "$WORK/listing")"
	equal "and says that it counts nothing" 1 "$(grep -c 'count nothing' "$WORK/notice")"
	refused "NETFLOW_STRICT=1 is an error" "netflow" env NETFLOW_STRICT=1 ip netns exec "$NS" netflowctl nft add rule inet t c netflow
	refused "other errors have their place" 'nowhere' n add rule inet t nowhere netflow accept
	show_module
	check "with the module, netflowctl reload puts them in" ip netns exec "$NS" netflowctl reload
	equal "and tells how often" 1 "$(grep -c 'into 3 rules' "$OUT")"
	equal "all of them" 3 "$(in_kernel | grep -c 'netflow monitor')"
	equal "in their places" "$(cat "$WORK/listing")" "$(n list ruleset 2>&1)"
	equal "once" 0 "$(ip netns exec "$NS" nftrestore)"
	{ echo flush ruleset; cat "$WORK/listing"; } >"$WORK/again"
	check "loading the listing does the same" n -f "$WORK/again"
	equal "all of it" 3 "$(in_kernel | grep -c 'netflow monitor')"
	equal "and nothing is said" "$(cat "$WORK/listing")" "$(n list ruleset 2>&1)"
}

in_place() {
	section "in the place of nft"
	cp /usr/sbin/nft "$WORK/nft"
	check "nft-netflow divert" nft-netflow divert
	check "nft-netflow status" nft-netflow status
	check "nft knows the statement" ip netns exec "$NS" nft add rule inet t c netflow monitor wan
	equal "and lists it" "netflow monitor wan" "$(stock list chain inet t c | sed -n 's/^\t\t//p' | tail -n 1)"
	equal "as the service starts it" "$(/usr/sbin/nft.stock --version)" "$(/usr/sbin/nft --version)"
	check "twice is once" nft-netflow divert
	check "nft-netflow restore" nft-netflow restore
	check "the stock nft is back as it was" cmp /usr/sbin/nft "$WORK/nft"
	equal "and nothing else is left" "" "$(find /usr/sbin -name 'nft.*')"
	refused "nft-netflow status says so" "stock" nft-netflow status
}

need_module
check "the library is there" test -r "$LIBRARY"
for part in command_line edit files json watch errors packets without_module in_place; do
	$part
done
