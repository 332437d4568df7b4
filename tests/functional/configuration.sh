#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The configuration file: what showconf writes, setconf makes so again; syncconf loses no flow; a file with a mistake
# changes nothing and tells where it is; tables come back after another program has flushed the ruleset; rules wait for
# interfaces that are not there yet.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

FILE=$WORK/netflow.conf
STANDARD=/etc/netflow/netflow.conf
all() { rtr netflowctl showconf; }
own_rules() { rtr netflowctl rule list --json | jq -c '[.[] | select(.own) | "\(.monitor) \(.chain) \(.match)"] | sort'; }
at_end() { rm -rf "$STANDARD" "$STANDARD~"* /etc/netflow/conf.d; }

# law DESCRIPTION: what showconf writes now, setconf makes so from nothing
law() {
	local written
	written=$(all)
	rtr netflowctl setconf - </dev/null
	equal "$1: an empty file is the default" "" "$(all)"
	check "$1: setconf" rtr netflowctl setconf - <<<"$written"
	equal "$1: gives the same" "$written" "$(all)"
	check "$1: syncconf" rtr netflowctl syncconf - <<<"$written"
	equal "$1: changes nothing" "$written" "$(all)"
}

# wrong DESCRIPTION LINE PATTERN TEXT: the file is refused at that line, quoted, and nothing changes
wrong() {
	local before
	printf '%b' "$4" >"$FILE"
	before=$(all)
	refused "$1" "$FILE:$2: .*$3" rtr netflowctl setconf "$FILE"
	equal "$1: nothing has changed" "$before" "$(all)"
}

topology_up

test_begin "showconf and setconf"
# shellcheck disable=SC2016
check "the example is a good file" eval 'netflowctl showconf --example >"$FILE" && rtr netflowctl setconf "$FILE"'
check "setconf has loaded the modules" loaded nf_netflow
equal "with nothing but defaults" "" "$(all)"
law "nothing"
rtr netflowctl set destination "$COLLECTOR4:$PORT" active_timeout 61 protocol 9
law "settings"
rtr netflowctl enable --hook forward,input
law "plain rules"
rtr netflowctl rule add --hook prerouting,ingress --device src --match 'tcp dport { 80, 443 }'
law "rules with matches"
rtr netflowctl enable --monitor wan-1 --hook postrouting --debug 2 --destination ''
rtr netflowctl enable --monitor wan-2 --backend hooks --hook output
law "three monitors"
equal "the rules are those" '["default forward ","default ingress-src tcp dport { 80, 443 }","default input ","default prerouting iifname \"src\" tcp dport { 80, 443 }","wan-1 postrouting "]' "$(own_rules)"
equal "JSON" '["default","wan-1","wan-2"]' "$(rtr netflowctl showconf --json | jq -c '[.monitors[].name]')"

test_begin "mistakes"
wrong "a setting that isn't one" 2 "no setting 'colour'" 'debug = 1\ncolour = 7\n'
refused "the line is quoted" "^    colour = 7" rtr netflowctl syncconf "$FILE"
wrong "a bad value" 1 "'0' is out of range" 'active_timeout = 0\n'
wrong "no value" 3 "no '='" '# comment\n\ndebug\n'
wrong "twice" 3 "line 1" 'debug = 1\n\ndebug = 2\n'
wrong "a bad section" 1 "monitor NAME" '[monitors a]\n'
wrong "a bad name" 1 "a/b" '[monitor a/b]\n'
wrong "a section twice" 3 "already" '[monitor a]\n\n[monitor a]\n'
wrong "also that of the default" 2 "already" '[monitor default]\n[monitor default]\n'
wrong "a bad hook" 1 "sideways" 'rule = forward,sideways\n'
wrong "rules and hooks" 2 "twice" 'rule = forward\nhooks = input\n'
wrong "a command in a match" 1 "more than" 'rule = forward tcp dport 80; flush ruleset\n'
printf 'debug = 7\nrule = forward frobnicate 7\n' >"$FILE"
before=$(all)
refused "a match that nft refuses" "frobnicate 7" rtr netflowctl setconf "$FILE"
equal "nothing has changed" "$before" "$(all)"
printf 'debug = x\nfrob = 1\n' >"$FILE"
rtr netflowctl setconf "$FILE" >"$OUT" 2>&1 || true
equal "every mistake is told" 2 "$(grep -c "^netflowctl: $FILE:" "$OUT")"
refused "a file that isn't there" "nowhere" rtr netflowctl setconf /nowhere
refused "reload without one" "netflowctl save" rtr netflowctl reload

test_begin "syncconf loses nothing"
rtr netflowctl disable --all --unload
collector_start
rtr netflowctl setconf - <<-CONF
	destination = $COLLECTOR4:$PORT
	active_timeout = 3600
	inactive_timeout = 3600
	rule = forward
CONF
flowgen_src --seed 3 --flows 50 --packets 400 >"$OUT"
sent=$(sent)
cached=$(statistic cached_flows)
check "flows are in the cache" test "$cached" -gt 0
equal "as many as were sent" "$sent" "$(metered)"
check "with another setting, another monitor and its rule" rtr netflowctl syncconf - <<-CONF
	destination = $COLLECTOR4:$PORT
	active_timeout = 3601
	inactive_timeout = 3600
	rule = forward
	[monitor wan-1]
	rule = output udp dport 9
CONF
equal "that monitor is there" '["default forward ","wan-1 output udp dport 9"]' "$(own_rules)"
equal "they are there still" "$cached" "$(statistic cached_flows)"
equal "one session all the time" 0 "$(destination reconnects)"
rtr netflowctl flush
as_forwarded
collector_stop
check_collected "after syncconf" 10
check_conserved "after syncconf"

test_begin "save and reload"
check "save" rtr netflowctl save
equal "is what showconf shows" "$(all)" "$(grep -v '^#' "$STANDARD")"
before=$(all)
rtr netflowctl disable
rtr netflowctl set debug 3
check "reload" rtr netflowctl reload
equal "has all of it again" "$before" "$(all)"
check "save by the way" rtr netflowctl set debug 4 --save
check "is in the file" grep -qx 'debug = 4' "$STANDARD"
check "and the old file is kept" grep -qx 'active_timeout = 3601' "$STANDARD~"

# What a user wrote is never lost.
SAVED=$WORK/saved.conf
printf '# mine\ndebug = 1 # why\n' >"$SAVED"
chmod 600 "$SAVED"
chown 7:8 "$SAVED"
ln -s saved.conf "$WORK/link.conf"
ln -s /etc/passwd "$WORK/saved.conf.new"
ln -s /etc/passwd "$WORK/link.conf.new"
cp /etc/passwd "$WORK/passwd"
# shellcheck disable=SC2016 # eval expands it
check "save where a link leads" eval 'rtr netflowctl save "$WORK/link.conf" >"$WORK/said" 2>&1'
check "tells of the comments" grep -q "comments of '$SAVED' are kept in '$SAVED~'" "$WORK/said"
check "the link is one still" test -L "$WORK/link.conf"
equal "the file has all" "$(all)" "$(grep -v '^#' "$SAVED")"
equal "mode and owner stay" "600 7 8" "$(stat -c '%a %u %g' "$SAVED")"
check "links beside it are not followed" cmp /etc/passwd "$WORK/passwd"
check "and stay" test -L "$WORK/saved.conf.new"
check "the comments are kept" grep -qx '# mine' "$SAVED~"
rtr netflowctl save "$SAVED"
rtr netflowctl save "$SAVED"
equal "also when it is saved again" 1 "$(grep -lx '# mine' "$SAVED"~* | wc -l)"
printf '# mine, too\n' >"$SAVED"
rtr netflowctl save "$SAVED"
rtr netflowctl save "$SAVED"
equal "and with other comments" 2 "$(grep -lE '# mine' "$SAVED"~* | wc -l)"
equal "nothing is left over" "$SAVED" "$(find "$WORK" -name 'saved.conf.??????')$SAVED"
ln -s nowhere/saved.conf "$WORK/dangling"
refused "a link to nowhere" "dangling.*No such file" rtr netflowctl save "$WORK/dangling"

# Further files.
cp "$STANDARD" "$WORK/standard"
mkdir -p /etc/netflow/conf.d
printf 'inactive_timeout = 17\n[monitor a]\ndebug = 2\n' >/etc/netflow/conf.d/a.conf
printf 'debug = 1\n[monitor a]\ndebug = 1\n' >"$STANDARD"
check "reload reads conf.d, too" rtr netflowctl reload
equal "after the file" "17 1 2" \
	"$(rtr netflowctl get inactive_timeout) $(rtr netflowctl get debug) $(rtr netflowctl get --monitor a debug)"
check "save" rtr netflowctl set active_timeout 77 --save
equal "writes only what conf.d has not" "active_timeout = 77 debug = 1" "$(grep -v '^#' "$STANDARD" | paste -sd ' ')"
check "what differs from it is told" eval 'rtr netflowctl set inactive_timeout 18 --save 2>&1 | grep "conf.d differ"'
rm "$STANDARD"
check "reload of conf.d alone" rtr netflowctl reload
equal "has that" "17" "$(rtr netflowctl get inactive_timeout)"
printf 'debug = 77\n' >/etc/netflow/conf.d/b.conf
before=$(all)
refused "a mistake there" "conf.d/b.conf:1: " rtr netflowctl reload
equal "changes nothing" "$before" "$(all)"
rm -r /etc/netflow/conf.d
cp "$WORK/standard" "$STANDARD"
rtr netflowctl reload

rtr netflowctl disable --unload --all
check "the modules are away" eval '! loaded nf_netflow'
check "reload loads them" rtr netflowctl reload
equal "and has all" "$(grep -v '^#' "$STANDARD")" "$(all)"

test_begin "watch"
wanted=$(own_rules)
back() { [ "$(own_rules)" = "$wanted" ]; }
background rtr netflowctl watch
WATCH=$BACKGROUND
sleep 1
rtr nft flush ruleset
check "after 'flush ruleset' the table comes back" wait_for 10 back
rtr nft -f - <<-RULES
	flush ruleset
	table inet filter {
		chain forward { type filter hook forward priority 0; policy accept; }
	}
RULES
check "and after a whole new ruleset" wait_for 10 back
check "which stays" rtr nft list table inet filter
# What systemd does for nftables.service, as the distribution's unit tells.
UNIT=$(find /usr/lib/systemd/system /lib/systemd/system -name nftables.service 2>/dev/null | sed -n 1p)
service() { rtr sh -c "$(sed -n "s/^Exec$1=//p" "$UNIT")"; }
if [ -n "$UNIT" ]; then
	rtr nft flush table inet netflow
	service Reload
	check "after a reload of nftables.service" wait_for 10 back
	service Stop
	service Start
	check "and after a restart" wait_for 10 back
else
	skip "nftables.service" "its unit is not there"
fi
# While the table is put back, the next transaction takes it away.
for pause in 0 0.02 0.05 0.1 0.15 0.2 0.3 0.4; do
	rtr nft flush ruleset
	sleep "$pause"
	rtr nft flush ruleset
	check "after two transactions with ${pause} s between" wait_for 10 back
done
rtr netflowctl rule add --hook output --match 'udp dport 53'
wanted=$(own_rules)
rtr nft flush ruleset
check "with a rule that was added meanwhile" wait_for 10 back
rtr netflowctl disable --all
sleep 1
equal "what netflowctl takes away stays away" '[]' "$(own_rules)"
rtr nft add table inet other
sleep 1
equal "whatever others do" '[]' "$(own_rules)"
# Transactions have the name of the program that made them.
cp "$(command -v netflowctl)" "$WORK/ipt_netflow"
rtr netflowctl enable --hook forward
rtr "$WORK/ipt_netflow" disable
sleep 1
equal "what ipt_netflow takes away stays away too" '[]' "$(own_rules)"
stop "$WATCH"

test_begin "an interface that is not there yet"
# A chain that packets come to has a hook.
metering_at() { rtr nft list chain inet "$1" "ingress-$2" | matches "hook ingress device.*\"$2\""; }
waiting_at() { rtr nft list chain inet "$1" "ingress-$2" >"$OUT" 2>&1 && ! metering_at "$@"; }
add_interface() { rtr ip link add "$1" type dummy && rtr ip link set "$1" up; }
printf 'debug = 5\nrule = forward,ingress:late0\n[monitor m]\ndebug = 6\nrule = ingress:late0,ingress:late1 ip ttl 9\nrule = input\n' >"$STANDARD"
check "reload takes the file" rtr netflowctl reload
equal "and says what waits" "there is no interface 'late0' yet: the ingress rule of monitor 'default' waits
there is no interface 'late0' yet: the ingress rule of monitor 'm' waits
there is no interface 'late1' yet: the ingress rule of monitor 'm' waits" \
	"$(sed -E -e 's/^netflowctl: //' -e 's/(waits) .*/\1/' "$OUT")"
wanted='["default forward ","default ingress-late0 ","m ingress-late0 ip ttl 9","m ingress-late1 ip ttl 9","m input "]'
equal "all rules are listed" "$wanted" "$(own_rules)"
equal "everything else is applied" "5 6" "$(rtr netflowctl get debug) $(rtr netflowctl get --monitor m debug)"
check "the rules wait" waiting_at netflow late0
equal "which is told with them" "the rule in ingress-late0 of monitor default waits: its interface does not exist" \
	"$(rtr netflowctl rule list --monitor default | tail -n 1)"
equal "in JSON, too" '["ingress-late0"]' \
	"$(rtr netflowctl rule list --monitor default --json | jq -c '[.[] | select(.waits) | .chain]')"
check "those with a match, too" waiting_at netflow-m late1
refused "by hand it is an error" "'late0'" rtr netflowctl rule add --hook ingress --device late0
check "another rule can be added all the same" rtr netflowctl rule add --hook output
check "and deleted" rtr netflowctl rule delete --hook output
law "rules that wait"
add_interface late0
check "syncconf puts in what has waited" rtr netflowctl syncconf "$STANDARD"
equal "and tells of what still waits" 1 "$(grep -c "no interface 'late1' yet" "$OUT")"
check "packets come to its chain" metering_at netflow late0
check "the other monitor's, too" metering_at netflow-m late0
check "the other rule waits" waiting_at netflow-m late1
background rtr netflowctl watch
WATCH=$BACKGROUND
sleep 1
add_interface late1
check "watch puts in what has waited" wait_for 10 metering_at netflow-m late1
equal "the rules are the same" "$wanted" "$(own_rules)"
rtr ip link delete late0
check "without the interface the rules are still listed" wait_for 10 back
sleep 1
add_interface late0
check "when it comes again, they meter" wait_for 10 metering_at netflow late0
check "of both monitors" wait_for 10 metering_at netflow-m late0
rtr ip link delete late1
rtr nft flush ruleset
check "after 'flush ruleset' they wait" wait_for 10 waiting_at netflow-m late1
rtr ip link add other0 type dummy
rtr ip link set other0 name late1
check "an interface that gets the name is it" wait_for 10 metering_at netflow-m late1
rtr ip link delete late1
check "disable" rtr netflowctl disable --all
add_interface late1
sleep 1
equal "what netflowctl takes away stays away" '[]' "$(own_rules)"
stop "$WATCH"
add_interface late2
printf 'rule = ingress:late2,ingress:late3\n' >"$STANDARD"
rtr netflowctl reload >"$OUT" 2>&1
add_interface late3
background rtr netflowctl watch
check "watch finds what came before it" wait_for 10 metering_at netflow late3
stop "$BACKGROUND"
topology_down
