#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# netflowctl top and the filters of flows: rates are those of what was sent, on a terminal, in a pipe, as JSON; keys and
# sizes; the terminal is left as it was.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

PICTURE=$WORK/picture
DRAWN=$(printf '\033[?7h') # what a picture ends with
SCREEN=$(printf '\033[?1049h') RESTORED=$(printf '\033[?1049l')
flows() { rtr netflowctl flows --json "$@"; }
# only DESCRIPTION JQ-CONDITION OPTION…: the filter keeps exactly the flows that the condition is true for
only() {
	local description=$1 condition=$2 all
	shift 2
	all=$(flows | jq -cS "[.[] | select($condition)] | length")
	equal "$description: as many" "$all" "$(flows "$@" | jq length)"
	check "$description: some" test "$all" -gt 0
	equal "$description: none else" 0 "$(flows "$@" | jq "[.[] | select($condition | not)] | length")"
}

topology_up
need_module
exporting 10
frontend_on nft

test_begin "filters"
flowgen_src --seed 3 --flows 200 --packets 1000 --protocols tcp,udp,icmp >"$OUT"
# The first flow's addresses and ports are those that are looked for.
tcp=$(flows | jq -c '[.[] | select(.protocol == 6)][0]')
port=$(jq .destination_port <<<"$tcp") host=$(jq -r .source_address <<<"$tcp")
only "protocol" ".protocol == 17" --protocol udp
only "port" ".destination_port == $port and .protocol != 1 or .source_port == $port and .protocol != 1" --port "$port"
only "host" ".source_address == \"$host\" or .destination_address == \"$host\"" --host "$host"
only "network" '.source_address | startswith("10.1.")' --host 10.1.0.0/16
only "interface" "true" --interface src
only "all together" ".protocol == 6 and .destination_port == $port and .source_address == \"$host\"" \
	--protocol tcp --port "$port" --host "$host" --interface dst
equal "nothing passes the wrong interface" 0 "$(flows --interface col | jq length)"
equal "sorted and limited too" 3 "$(flows --protocol tcp --sort packets --limit 3 | jq length)"
refused "a bad host" "10.0.0.300" rtr netflowctl flows --host 10.0.0.300
refused "a bad port" "70000" rtr netflowctl flows --port 70000
refused "a bad protocol" "frob" rtr netflowctl flows --protocol frob
refused "an interface that isn't there" "nowhere" rtr netflowctl flows --interface nowhere

test_begin "a listing fits its terminal"
equal "that none fits is said in words" "none of 200 flows in the cache of monitor default matches" \
	"$(rtr netflowctl flows --interface col)"
rtr netflowctl monitor add quiet
equal "so is that there is none" "no flows in the cache of monitor quiet; 'netflowctl doctor' finds out why" \
	"$(rtr netflowctl flows --monitor quiet)"
rtr netflowctl monitor delete quiet
# drawn WIDTH COMMAND…: without what sets colours
drawn() {
	terminal --size "24x$1" --keys '' ip netns exec rtr netflowctl "${@:2}" |
		sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g; s/\r//g'
}
rtr ip route add 2001:db8:aaaa:bbbb::/64 via fd00:b::2
flowgen_src --seed 7 --flows 4 --packets 20000 --protocols udp --ipv6 \
	--source6 2001:db8:1111:2222:3333:4444:5555:0 --destination6 2001:db8:aaaa:bbbb:cccc:dddd:eeee:0 >"$OUT"
rtr netflowctl monitor add wan
rtr netflowctl rule add --monitor wan --hook forward --match 'ip6 daddr 2001:db8:aaaa:bbbb::/64 udp dport { 53, 123, 443 }'
rtr netflowctl destination add --monitor wan '[2001:db8:1:2:3:4:5:6]:4739@[2001:db8:1:2:3:4:5:7]/v9'
# longest_of WIDTH COMMAND…: the longest line that each of these commands of netflowctl prints on such a terminal, before its
# name. A destination is whole in each of them: it is there to be copied.
# shellcheck disable=SC2016 # for the inner shell
longest_of() {
	terminal --size "24x$1" --keys '' ip netns exec rtr sh -c 'for command; do
		echo "command: $command"
		netflowctl $command || true
	done' sh "${@:2}" | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g; s/\r//g' | grep -v '@\[2001:db8:1:2:3:4:5:7\]/v9$' |
		awk 'function tell() { if (command != "") print most + 0, command; most = 0 }
			sub(/^command: /, "") { tell(); command = $0; next }
			length > most { most = length }
			END { tell() }'
}
# coloured [NAME=VALUE]: lines of show that set a colour, on a terminal
coloured() {
	terminal --size 24x80 --keys '' env "$@" ip netns exec rtr netflowctl show | grep -cE $'\e\\[[0-9;]+m' || true
}
between "there are colours on a terminal" 1 "$(coloured TERM=xterm)" 1000
equal "NO_COLOR leaves them out" 0 "$(coloured TERM=xterm NO_COLOR=1)"
equal "an empty one does not count" "$(coloured TERM=xterm)" "$(coloured TERM=xterm NO_COLOR=)"
equal "a terminal without them has none" 0 "$(coloured TERM=dumb)"
for width in 60 80 140; do
	while read -r most command; do
		between "$command: no line is longer than $width" 40 "$most" $width
	done < <(longest_of $width "flows --limit 10" "flows --sort packets" show stats status "rule list" "monitor list" \
		"destination list" fields --help "top --help")
done
rtr netflowctl rule delete --monitor wan --all
rtr netflowctl monitor delete wan
drawn 170 flows --limit 10 >"$PICTURE" || true
check "where there is room all columns are shown" grep -q 'TOS.*DETAILS' "$PICTURE"
drawn 70 flows --limit 10 >"$PICTURE" || true
check "in a narrow one those left out are named" grep -q '^not shown (too narrow): .*TOS' "$PICTURE"
on_one_line() { xargs -d '\n' <"$1"; }
check "and those that are cut" matches "cut at '~': SOURCE, DESTINATION" <<<"$(on_one_line "$PICTURE")"
check "network, end and port are still seen" grep -qE ' \[2001:db8:1.*~.*:[1-4]\]:[0-9]+ +\[2001:db8:a.*~.*:[1-4]\]:[0-9]' "$PICTURE"
check "of how many, and by what" grep -q '^10 of [0-9]* flows, sorted by bytes; all ' "$PICTURE"
drawn 60 flows --sort packets >"$PICTURE" || true
check "the column that they are sorted by stays" grep -q '^PROTO .* PACKETS' "$PICTURE"
rtr netflowctl flows >"$PICTURE"
check "a pipe gets all of them, uncut" grep -q 'TOS.*DETAILS' "$PICTURE"
equal "nothing is cut there" 0 "$(grep -c '~' "$PICTURE" || true)"

test_begin "rates"
# drawn_in FILE, all_in FILE: top has begun to count; it has counted what was sent
drawn_in() { [ -s "$1" ]; }
all_in() { [ "$(jq -s 'map(.packets) | add' "$1")" -ge "$(sent | cut -d ' ' -f 1)" ]; }
# What is sent after the first picture is, in pieces or not, in those that follow.
for by in flow host port interface; do
	background rtr netflowctl top --json --interval 1 --by $by
	pictures=$BACKGROUND_OUTPUT
	wait_for 60 drawn_in "$pictures"
	flowgen_src --seed 4 --flows 20 --packets 300 --protocols tcp,udp >"$OUT"
	wait_for 60 all_in "$pictures" || true
	stop "$BACKGROUND"
	equal "$by: one object in each line" "$(wc -l <"$pictures") $by" \
		"$(jq -rs '"\(length) \(map(.by) | unique[])"' "$pictures")"
	equal "$by: the sum is what was sent" "$(sent)" \
		"$(jq -rs '"\(map(.packets) | add) \(map(.bytes) | add)"' "$pictures")"
	equal "$by: so are the rows" "$(sent)" "$(jq -rs 'map(.rows[] | [.packets // .packets_in, .bytes // .bytes_in]) |
		transpose | map(add) | "\(.[0]) \(.[1])"' "$pictures")"
done
equal "by interface: in at src, out at dst" '[["dst",0,300],["src",300,0]]' \
	"$(jq -cs 'map(.rows[]) | group_by(.interface) |
		map([.[0].interface, (map(.packets_in) | add), (map(.packets_out) | add)])' "$pictures")"

test_begin "text for a pipe"
equal "as many pictures as were asked for" 2 \
	"$(rtr netflowctl top --count 2 --interval 1 | grep -c '^PROTO ')"
background rtr netflowctl top --interval 1
pictures=$BACKGROUND_OUTPUT
wait_for 60 drawn_in "$pictures"
flowgen_src --seed 5 --flows 20 --packets 100 >"$OUT"
has_rows() { grep -qE '^(tcp|udp) .* src +dst .*bit/s' "$pictures"; }
wait_for 60 has_rows || true
stop "$BACKGROUND"
equal "no escape sequences" 0 "$(grep -c $'\033' "$pictures" || true)"
check "with rows" has_rows
equal "the reader may go" 1 "$( (rtr netflowctl top --interval 1 || true) | head -n 1 | wc -l)"
refused "a bad interval" "'0'" rtr netflowctl top --interval 0
refused "a bad by" "colour" rtr netflowctl top --by colour

test_begin "on a terminal"
flowgen_src --seed 6 --flows 40 --packets 4000 --protocols tcp,udp,icmp >"$OUT" &
status=0
terminal --size 20x100 --pause 20 --drawn "$DRAWN" --keys 'hips@12x60fq' ip netns exec rtr netflowctl top >"$PICTURE" || status=$?
wait $!
keep "$PICTURE"
equal "it ends well, and the terminal is as before" 0 "$status"
check "uses the other screen" grep -qF "$SCREEN" "$PICTURE"
check "and leaves it" grep -qF "$RESTORED" "$PICTURE"
for head in SOURCE HOST INTERFACE PORT; do
	check "key: $head" grep -qF "$head" "$PICTURE"
done
check "key: by packets" grep -qF 'PACKETS/S*' "$PICTURE"
check "the other size is taken" grep -qF "$(printf '\033[12;1H')" "$PICTURE"
terminal --size 12x80 --pause 20 --drawn "$DRAWN" --keys q ip netns exec rtr netflowctl top --protocol udp --port 1 >"$PICTURE" || true
check "the filter is told" grep -qF 'only protocol udp, port 1' "$PICTURE"
check "that no flow fits it, too" grep -qF 'no flow in the cache matches the filter' "$PICTURE"
status=0
terminal --keys $'\003' --pause 20 --drawn "$DRAWN" ip netns exec rtr netflowctl top >"$PICTURE" || status=$?
equal "^C ends it, and the terminal is as before" 0 "$status"
# stopped_line: in a shell, ^Z, then a line of the shell; fg, and q
cat >"$WORK/shell" <<-'SHELL'
	PS1='' HISTFILE=/dev/null
	ip netns exec rtr netflowctl top
	stty -a >"$1.stopped"
	fg
SHELL
status=0
# shellcheck disable=SC2016 # for that shell
terminal --pause 20 --drawn "$DRAWN" --keys $'\032q' bash -c 'set -m; . "$1/shell" "$1/terminal"' bash "$WORK" \
	>"$PICTURE" || status=$?
equal "after ^Z and fg it ends well" 0 "$status"
# shellcheck disable=SC2016 # eval expands it
check "while it was stopped, lines and echo were on" eval 'grep -qE "(^| )icanon" "$WORK/terminal.stopped" &&
	grep -qE "(^| )echo( |;|$)" "$WORK/terminal.stopped"'
equal "it has left the other screen twice" 2 "$(grep -oaF "$RESTORED" "$PICTURE" | wc -l)"
# shellcheck disable=SC2016 # eval expands it
check "and drawn again after the second entry" eval 'grep -aoF -e "$SCREEN" -e "$DRAWN" "$PICTURE" | tail -n 1 | matches -F "$DRAWN"'
frontend_off nft
topology_down
