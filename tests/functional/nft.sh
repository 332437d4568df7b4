#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The statement netflow with the distribution's own nft: every way in, every way out, without the module, and in the
# place of /usr/sbin/nft.
# shellcheck source-path=SCRIPTDIR source=../lib/nft.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/nft.sh"

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
	# Kernels that load a module meanwhile begin anew, and count on.
	equal "list -a has handles" "netflow monitor wan drop # handle N" "$(rules -a | tail -n 1 | sed 's/[0-9]*$/N/')"
	equal "list -s has no counts" "netflow monitor lan-1 counter" "$(rules -s | sed -n 1p)"
	equal "list -n" "netflow monitor wan drop" "$(rules -n | tail -n 1)"
	equal "list table and ruleset say the same" "$(n list ruleset)" "$(n list table inet t)"
	check "--debug=netlink" n --debug=netlink list chain inet t c
	equal "shows the expression" "  [ netflow ]" "$(grep -F '[ netflow ]' "$OUT")"
	equal "with its monitor" "  [ netflow monitor wan ]" "$(grep -F 'monitor wan ]' "$OUT")"
	check "--echo --handle" n -e -a add rule inet t c meta mark 1 netflow monitor e
	equal "shows the rule" 1 "$(grep -c 'netflow monitor e # handle [0-9]' "$OUT")"
	check "--check takes it" n -c add rule inet t c netflow
	equal "and does nothing" 4 "$(rules | wc -l)"
	equal "stock nft shows nothing of these rules" "" "$(stock list chain inet t c | sed -n '/netflow\|log/p')"
}

edit() {
	section "replace, delete, flush, reset, optimise"
	n 'add rule inet t c netflow monitor a; add rule inet t c counter netflow monitor b'
	check "replace by handle" n replace rule inet t c handle 2 counter netflow monitor c
	equal "it is replaced" "counter packets 0 bytes 0 netflow monitor c" "$(rules | sed -n 1p)"
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
	check "--optimize takes such rules" n -o -f "$WORK/optimise"
	equal "and leaves them as they are" "tcp dport 22 netflow monitor wan accept
tcp dport 23 netflow monitor wan accept" "$(rules)"
}

# A file with all that may stand around a statement. nft 0.9.8 crashes where a set comes behind an include.
write_file() {
	mkdir -p "$WORK/parts"
	cat >"$WORK/rules.nft" <<-END
		#!/usr/sbin/nft -f
		# netflow is not a statement here
		flush ruleset
		define netflow = { lo, "eth0" }
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
		include "$WORK/parts/*.nft"
		add rule inet netflow netflow jump other; add rule inet netflow other netflow monitor "last"
	END
	printf 'table inet netflow {\n\tchain other {\n\t\tnetflow # netflow\n\t}\n}\n' >"$WORK/parts/a.nft"
	printf 'netflow monitor inside accept\ncounter netflow\n' >"$WORK/inside"
}

# shellcheck disable=SC2016 # variables of nft
variables() {
	section "variables"
	printf 'define wan = uplink\nadd rule inet t c counter netflow monitor $wan accept\n' >"$WORK/variable.nft"
	check "a variable names the monitor" n -f "$WORK/variable.nft"
	equal "it is filled in" "counter packets 0 bytes 0 netflow monitor uplink accept" "$(rules)"
	printf 'define wan = "a/b"\nadd rule inet t c netflow monitor $wan\n' >"$WORK/variable.nft"
	refused "what no monitor is called is refused" "variable.nft:2:.*Error" n -f "$WORK/variable.nft"
	equal "nothing was added" 1 "$(rules | wc -l)"
	version_from 1.0.0 || return 0
	printf 'add rule inet t c netflow monitor $wan\n' >"$WORK/variable.nft"
	check "--define" n -D wan=given -f "$WORK/variable.nft"
	equal "fills it in, too" "netflow monitor given" "$(rules | tail -n 1)"
}

# Files of one name in several directories: what is included in a chain holds rules, what is included outside commands.
includes() {
	section "includes"
	mkdir -p "$WORK/a/rules" "$WORK/b/rules"
	printf 'add table inet x\nadd chain inet x c\nadd rule inet x c netflow monitor command\n' >"$WORK/a/rules/1.nft"
	printf 'include "%s/b/rules/2.nft"\nnetflow monitor rule\n' "$WORK" >"$WORK/b/rules/1.nft"
	printf 'counter; netflow monitor nested # netflow\n' >"$WORK/b/rules/2.nft"
	printf 'table inet y {\n\tchain c {\n\t\tinclude "rules/1.nft"\n\t}\n\tchain d {\n\t\tinclude "./rules/*.nft"\n\t}\n}\n' \
		>"$WORK/b/table.nft"
	printf 'include "%s/a/rules/*.nft"\ninclude "%s/b/table.nft"\n' "$WORK" "$WORK" >"$WORK/main.nft"
	# shellcheck disable=SC2016 # for the inner shell
	check "are read" ip netns exec "$NS" sh -c 'cd "$1" && netflowctl nft -I "$1" -f "$1/../main.nft"' sh "$WORK/b"
	equal "commands" "netflow monitor command" "$(n list chain inet x c | sed -n 's/^\t\t//p')"
	equal "rules, and what these include" "counter packets 0 bytes 0
netflow monitor nested
netflow monitor rule" "$(n list chain inet y c | sed -n 's/^\t\t//p')"
	equal "by a pattern" 5 "$(n list chain inet y d | grep -c 'netflow\|counter')"
}

# type_in TEXT: as keys on a terminal
type_in() { TERM=dumb ip netns exec "$NS" terminal --prompt "nft>" --pause 0.05 --keys "$1" netflowctl nft -i; }

interactive() {
	section "interactive"
	printf 'add rule inet t c netflow monitor typed\nlist chain inet t c\nquit\n' | n -i >"$OUT" 2>&1
	equal "a rule is added and listed" 1 "$(grep -c '^..netflow monitor typed$' "$OUT")"
	type_in $'add rule inet t c counter netflow\nadd rule inet t c netflow foo\nlist chain inet t c\nquit\n' >"$OUT" 2>&1 || true
	equal "on a terminal" 1 "$(grep -c $'\t\tcounter packets 0 bytes 0 netflow\r*$' "$OUT")"
	equal "with errors about what was typed" 1 "$(tr -d '\r' <"$OUT" | grep -cx 'add rule inet t c netflow foo')"
	equal "both rules are there" 2 "$(rules | wc -l)"
}

files() {
	local line
	section "files"
	write_file
	check "a file is loaded" n -f "$WORK/rules.nft"
	n list ruleset >"$WORK/listing"
	# Newer ones sort a set.
	sed -e 's/^\t*//' -e 's/{ "eth0", "lo" }/{ "lo", "eth0" }/' "$WORK/listing" >"$WORK/lines"
	while IFS= read -r line; do
		check "listed: $line" grep -qxF "$line" "$WORK/lines"
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
	# Behind what nft 0.9.8 says of the generation.
	equal "has it" '{"monitor":"e"}' "$(grep -v '^#' "$OUT" | jq -c '.. | .netflow? // empty')"
}

# watching FILE ARGUMENT…: nft with these arguments, which shows events, writes to FILE
watching() {
	local file=$1
	shift
	ip netns exec "$NS" netflowctl nft "$@" >"$file" 2>&1 &
	started+=("$!")
	wait_for 20 sh -c "ip netns exec $NS nft add table ip x; ip netns exec $NS nft delete table ip x; grep -q '[{ ]*ip.*x' $file"
}

watch() {
	local pid
	section monitor
	watching "$WORK/events" monitor
	pid=$!
	n add rule inet t c counter netflow monitor wan
	check "an event shows the statement" wait_for 20 grep -q 'add rule inet t c counter packets 0 bytes 0 netflow monitor wan' \
		"$WORK/events"
	n flush chain inet t c
	check "and so does its end" wait_for 20 grep -qE 'delete rule inet t c (handle|counter)' "$WORK/events"
	stop "$pid"
	watching "$WORK/events" -j monitor
	pid=$!
	n add rule inet t c counter netflow monitor wan
	check "in JSON, too" wait_for 20 grep -q '{"netflow": *{"monitor": *"wan"}}' "$WORK/events"
	stop "$pid"
	trace
}

trace() {
	local pid
	ip -n "$NS" link set lo up
	n 'flush chain inet t c; add rule inet t c meta l4proto udp meta nftrace set 1; add rule inet t c udp dport 9 netflow monitor wan drop'
	ip netns exec "$NS" netflowctl nft monitor trace >"$WORK/events" 2>&1 &
	pid=$!
	started+=("$pid")
	check "a trace shows the statement" wait_for 20 ip netns exec "$NS" bash -c "echo >/dev/udp/127.0.0.1/9; grep -q 'udp dport 9 netflow monitor wan drop' $WORK/events"
	stop "$pid"
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

# hexadecimal TEXT: and a NUL
hexadecimal() { printf '%s\0' "$1" | od -An -v -tx1 | tr -d ' \n'; }

# What nft sends is what it would send of a stand-in, but for the expression: no message more, no length other.
transaction() {
	local rules='table inet u { chain c { counter STATEMENT accept; STATEMENT; jump { STATEMENT; }; }; }; add rule inet t c STATEMENT'
	section "one transaction"
	NFTRECORD=$WORK/stock LD_PRELOAD=$TOOLS/nftrecord.so stock "${rules//STATEMENT/log prefix \"1234wan\" limit rate 0/second burst 5 packets}" >"$WORK/refusal" 2>&1 || true
	check "the kernel refuses the stand-in itself" grep -q "Could not process rule" "$WORK/refusal"
	stock flush chain inet t c
	NFTRECORD=$WORK/ours LD_PRELOAD=$TOOLS/nftrecord.so n "${rules//STATEMENT/netflow monitor wan}"
	# Of the stand-in's guard only its header changes: it becomes a part of the expression. The question whether the kernel has the expression is a batch of its own, which is never committed.
	equal "the kernel gets the same messages, with the expression" \
		"$(sed -e "s/08000100$(hexadecimal log)/0c000100$(hexadecimal netflow)/g" \
			-e "s/100002800c000200$(hexadecimal 1234wan)/0c00028008000100$(hexadecimal wan)/g" "$WORK/stock")" \
		"$(grep -v "$(hexadecimal netflow-probe | sed 's/00$//')" "$WORK/ours" |
			sed -e "s/[0-9a-f]\{4\}01800c000100$(hexadecimal netflow)/1c0001800c000100$(hexadecimal netflow)/g" -e 's/ff3f/0180/g')"
	equal "in one batch" 1 "$(grep -c "$(hexadecimal netflow)" <(grep -v "$(hexadecimal netflow-probe | sed 's/00$//')" "$WORK/ours"))"
	refused "if one rule is wrong" Error n "add rule inet u c netflow; add rule inet u c netflow jump nowhere"
	equal "none is added" 3 "$(n list chain inet u c | grep -c 'netflow monitor wan')"
}

# What python3-nftables offers, in a program that is run by python PRELOAD LIBRARY. After an error nft 0.9.8 takes no more JSON
# by the same object, and of two it frees twice what it has once: the program ends without freeing any.
python() {
	ip netns exec "$NS" env LD_PRELOAD="$1" /usr/bin/python3 - "$2" <<-'END'
		import json, os, sys
		import nftables

		text = nftables.Nftables(sofile=sys.argv[1])
		status, out, err = text.cmd("add rule inet t c counter netflow monitor text accept")
		print(status, err.split("\n")[0])
		nft = nftables.Nftables(sofile=sys.argv[1])
		nft.set_stateless_output(True)
		nft.set_json_output(True)
		rule = {"family": "inet", "table": "t", "chain": "c", "expr": [{"netflow": {"monitor": "json"}}]}
		print(nft.json_cmd({"nftables": [{"add": {"rule": rule}}]})[0])
		status, out, err = nft.cmd("list chain inet t c")
		print([object["rule"]["expr"] for object in json.loads(out)["nftables"] if "rule" in object])
		nft.set_json_output(False)
		status, out, err = nft.cmd("list chain inet t c")
		print(out + err, end="", flush=True)
		os._exit(0)
	END
}

library_users() {
	section "python3-nftables"
	if ! /usr/bin/python3 -c 'import nftables' 2>"$OUT"; then
		skip "python3-nftables" "$(tail -n 1 "$OUT")"
		return
	fi
	python "$LIBRARY" "$LIBRARY" >"$OUT" 2>&1 || true
	equal "with the library in libnftables' place, too" "0 "$'\n'"0
[[{'counter': None}, {'netflow': {'monitor': 'text'}}, {'accept': None}], [{'netflow': {'monitor': 'json'}}]]
		counter netflow monitor text accept
		netflow monitor json" "$(sed -e '/^table/d' -e '/^\t\ttype/d' -e '/^\t*chain/d' -e '/^\t*}$/d' "$OUT")"
	n flush chain inet t c
	python "$LIBRARY" libnftables.so.1 >"$OUT" 2>&1 || true
	equal "preloaded alone: JSON is taken" 1 "$(rules | grep -cx 'netflow monitor json')"
	equal "no stand-in is listed" "" "$(grep log "$OUT" || true)"
	equal "and no text is taken" 1 "$(grep -c '^-1 Error: syntax error' "$OUT")"
	n flush chain inet t c
	python '' "$LIBRARY" >"$OUT" 2>&1 || true
	equal "not preloaded, it says so" 1 "$(grep -c 'needs libnft-netflow.so in LD_PRELOAD' "$OUT")"
	equal "and nothing comes to the kernel" "" "$(in_kernel | sed -n '/ log/p')"
}

# journal: what is written to the system's log from now on is in $WORK/journal
journal() {
	: >"$WORK/journal"
	[ ! -e /dev/log ] || mv /dev/log "$WORK/log"
	socat -u UNIX-RECV:/dev/log,mode=666 "OPEN:$WORK/journal,append" &
	started+=("$!")
	wait_for 10 test -S /dev/log
}

# hide_module: as if it had not been built for this kernel
hide_module() {
	ip -all netns delete
	NS=''
	wait_for 20 unload
	find "/lib/modules/$(uname -r)/" -name 'nft_netflow.ko*' -exec mv {} {}.hidden \;
}

show_module() { find "/lib/modules/$(uname -r)/" -name 'nft_netflow.ko*.hidden' -exec sh -c 'mv "$1" "${1%.hidden}"' sh {} \;; }

# shellcheck disable=SC2016 # variables of nft
without_module() {
	local file=$WORK/without.nft
	hide_module
	section "without the module"
	journal
	printf 'table inet t {\n\tchain c {\n\t\tiif "lo" netflow accept\n\t\tip saddr { 10.0.0.1, 10.0.0.2 } counter packets 0 bytes 0 netflow monitor wan drop comment "both"\n\t\tnetflow\n\t\ttcp dport 22 accept\n\t}\n}\n' >"$file"
	check "--check takes it" n -c -f "$file"
	equal "and leaves no trace in the journal" "" "$(cat "$WORK/journal")"
	check "the ruleset is loaded" n -f "$file"
	cp "$OUT" "$WORK/warning"
	check "with a warning in the journal" wait_for 10 grep -q "no nftables expression 'netflow': 3 statements left out" "$WORK/journal"
	cp "$WORK/warning" "$OUT"
	equal "and on stderr" "nft: netflow: this kernel has no nftables expression 'netflow'" \
		"$(grep -o "nft: netflow: this kernel has no nftables expression 'netflow'" "$OUT")"
	equal "nothing but the accounting is missing" 'iif "lo" accept
ip saddr { 10.0.0.1, 10.0.0.2 } counter packets 0 bytes 0 drop comment "both"
tcp dport 22 accept' "$(stock list chain inet t c | sed -n '/^\t\ttype /d; s/^\t\t//p' | sed '/^$/d')"
	n list ruleset >"$WORK/listing" 2>"$WORK/notice"
	equal "the listing has what was written" "$(sed -n 's/^\t\t//p' "$file")" "$(sed -n '/^\t\ttype /d; s/^\t\t//p' "$WORK/listing")"
	equal "and says that it counts nothing" 1 "$(grep -c 'count nothing' "$WORK/notice")"
	refused "NETFLOW_STRICT=1 is an error" "netflow" env NETFLOW_STRICT=1 ip netns exec "$NS" netflowctl nft add rule inet t c netflow
	equal "where it stands" "add rule inet t c counter netflow" \
		"$({ NETFLOW_STRICT=1 n add rule inet t c counter netflow 2>&1 || true; } | sed -n 2p)"
	n add chain inet t d
	check "--echo shows what was left out" n -e add rule inet t d counter netflow monitor e
	equal "as it was written" 1 "$(grep -c 'add rule inet t d counter packets 0 bytes 0 netflow monitor e' "$OUT")"
	equal "JSON has it" '{"monitor":"e"}' "$(n -j list chain inet t d 2>/dev/null | jq -c '.. | .netflow? // empty')"
	n delete chain inet t d
	printf 'define wan = "a/b"\nadd rule inet t c netflow monitor $wan\n' >"$WORK/variable.nft"
	refused "a variable that holds no monitor's name is an error" "no monitor's name" n -f "$WORK/variable.nft"
	refused "other errors have their place" 'nowhere' n add rule inet t nowhere netflow accept
	refused "netflowctl reload says what it waits for" "wait for the expression 'netflow': modprobe nft_netflow" ip netns exec "$NS" netflowctl reload
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
[ $# -gt 0 ] || set -- command_line edit variables files includes interactive json watch transaction packets \
	library_users without_module in_place
for part; do
	$part
done
