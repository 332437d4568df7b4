#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# netflowctl monitor, destination and rule: what they make, that doing it twice is doing it once, that matches are
# read by nft and count what nft's own counter counts, and that bad input changes nothing.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

shown() { rtr netflowctl show --json "${@:2}" | jq -cS "$1"; }
monitors() { rtr netflowctl monitor list --json | jq -c '[.[].name]'; }
own_rules() {
	rtr netflowctl rule list --json | jq -c '[.[] | select(.own) | "\(.chain) \(.match)"] | sort'
}
destinations() { rtr netflowctl destination list --json | jq -c '[.[].destination]'; }
status_is() {
	local description=$1 wanted=$2 status=0
	shift 2
	rtr netflowctl "$@" >"$OUT" 2>&1 || status=$?
	equal "$description" "$wanted" "$status"
}
# counter MATCH: packets and bytes of nft's own rule in a table of the test
yard() {
	rtr nft -f - <<-RULES
		table inet yard {
			chain forward {
				type filter hook forward priority -10
				$1 counter
			}
		}
	RULES
}
yard_counter() {
	rtr nft -j list chain inet yard forward |
		jq -r '.nftables[].rule?.expr[]?.counter? | values | "\(.packets) \(.bytes)"'
}

topology_up

test_begin "monitors"
check "add loads the module" rtr netflowctl monitor add wan-1 --active-timeout 60
equal "it is there" '["default","wan-1"]' "$(monitors)"
equal "with its setting" 60 "$(rtr netflowctl get --monitor wan-1 active_timeout)"
check "add again" rtr netflowctl monitor add wan-1 --inactive-timeout 7
equal "is one monitor" '["default","wan-1"]' "$(monitors)"
equal "the first setting stays" "60 7" \
	"$(rtr netflowctl get --monitor wan-1 --json | jq -r '"\(.active_timeout) \(.inactive_timeout)"')"
check "set" rtr netflowctl monitor set wan-1 --active-timeout 61
equal "has set" 61 "$(rtr netflowctl get --monitor wan-1 active_timeout)"
refused "set wants one that is there" nowhere rtr netflowctl monitor set nowhere --debug 1
refused "a bad name" "a/b" rtr netflowctl monitor add a/b
status_is "no name" 2 monitor add
status_is "no verb" 2 monitor
refused "the verbs are told" "monitor delete" rtr netflowctl monitor frob
status_is "help for a group" 0 monitor --help
status_is "help for a verb" 0 monitor add --help
rtr netflowctl rule add --hook forward --monitor wan-1
refused "delete refuses what is fed" "disable --monitor wan-1" rtr netflowctl monitor delete wan-1
rtr netflowctl rule delete --all --monitor wan-1
check "and takes what isn't" rtr netflowctl monitor delete wan-1
equal "it is gone" '["default"]' "$(monitors)"
check "delete again" rtr netflowctl monitor delete wan-1
refused "default stays" default rtr netflowctl monitor delete default
equal "list is a table" "MONITOR default" \
	"$(rtr netflowctl monitor list | cut -d ' ' -f 1 | paste -sd ' ')"

check "replace makes one" rtr netflowctl monitor replace wan-2 --active-timeout 60 --debug 1
check "or sets all of it" rtr netflowctl monitor replace wan-2 --inactive-timeout 7
equal "what is not given is the default" "1800 7 0" \
	"$(rtr netflowctl get --monitor wan-2 --json | jq -r '"\(.active_timeout) \(.inactive_timeout) \(.debug)"')"
equal "an option before the command" 7 "$(rtr netflowctl --monitor wan-2 get inactive_timeout)"
rtr netflowctl monitor delete wan-2

test_begin "destinations"
rtr netflowctl set destination 192.0.2.1:2055
check "add" rtr netflowctl destination add '[2001:db8::1]:4739/v9'
equal "there are two" '["192.0.2.1:2055","[2001:db8::1]:4739/v9"]' "$(destinations)"
check "add again, spelled otherwise" rtr netflowctl destination add '[2001:db8:0::1]:4739/v9'
equal "there are two still" '["192.0.2.1:2055","[2001:db8::1]:4739/v9"]' "$(destinations)"
check "delete" rtr netflowctl destination delete 192.0.2.1
check "delete again" rtr netflowctl destination delete 192.0.2.1
equal "there is one" '["[2001:db8::1]:4739/v9"]' "$(destinations)"
refused "a bad one" "192.0.2.256" rtr netflowctl destination add 192.0.2.256
refused "two at once" "one at a time" rtr netflowctl destination add 192.0.2.1,192.0.2.2
refused "no such monitor" nowhere rtr netflowctl destination add --monitor nowhere 192.0.2.1
refused "no such monitor to delete from" nowhere rtr netflowctl destination delete --monitor nowhere 192.0.2.1
equal "nothing has changed" '["[2001:db8::1]:4739/v9"]' "$(destinations)"

test_begin "rules"
check "add" rtr netflowctl rule add --hook forward
equal "is there" '["forward "]' "$(own_rules)"
check "add another" rtr netflowctl rule add --hook input
check "and again" rtr netflowctl rule add --hook input
equal "there are two" '["forward ","input "]' "$(own_rules)"
check "delete one" rtr netflowctl rule delete --hook forward
equal "there is one" '["input "]' "$(own_rules)"
check "delete what isn't there" rtr netflowctl rule delete --hook output
check "with a match" rtr netflowctl rule add --hook forward --match 'udp dport 53'
equal "the other one stays" '["forward udp dport 53","input "]' "$(own_rules)"
check "spelled otherwise" rtr netflowctl rule add --hook forward --match 'udp   dport domain'
equal "is the same" '["forward udp dport 53","input "]' "$(own_rules)"
equal "the stock nft shows it" 1 \
	"$(rtr nft list table inet netflow | grep -c 'udp dport 53 counter .* goto netflow')"
check "with a device" rtr netflowctl rule add --hook output --device src,col --match 'ip ttl 64'
equal "is a match" '["forward udp dport 53","input ","output oifname { \"col\", \"src\" } ip ttl 64"]' \
	"$(own_rules | sed 's/{ \\"src\\", \\"col\\" }/{ \\"col\\", \\"src\\" }/')"
check "ingress" rtr netflowctl rule add --hook ingress --device src,dst
check "has a chain for each device" eval 'own_rules | matches "\"ingress-dst \",\"ingress-src \""'
check "delete by device" rtr netflowctl rule delete --hook ingress --device dst
check "leaves the other" eval '! own_rules | matches ingress-dst && own_rules | matches ingress-src'
check "a match at ingress" rtr netflowctl rule add --hook ingress --device dst --match 'ip ttl 9'
check "delete by match" rtr netflowctl rule delete --match 'ip  ttl 9'
check "takes it" eval '! own_rules | matches "ip ttl 9"'
check "a set of nft" rtr netflowctl rule add --hook prerouting --match 'tcp dport { 80, 443, 8000-8100 }'
before=$(own_rules)
refused "a bad match" "frobnicate" rtr netflowctl rule add --match 'frobnicate 7'
refused "a command in the match" "more than an expression" \
	rtr netflowctl rule add --match 'tcp dport 80; flush ruleset'
refused "a verdict" "nft does not take" rtr netflowctl rule add --match 'tcp dport 80 drop'
refused "a brace too many" "unmatched '}'" rtr netflowctl rule add --match 'tcp dport 80 }'
refused "an open quote" "unmatched '\"'" rtr netflowctl rule add --match 'iifname "eth0'
refused "a set that isn't there" "nft does not take" rtr netflowctl rule add --match 'ip saddr @nowhere'
refused "a bad device" "src;" rtr netflowctl rule add --device 'src;'
refused "ingress without a device" "device" rtr netflowctl rule add --hook ingress
refused "enable with a bad match" "frobnicate" rtr netflowctl enable --debug 3 --match 'frobnicate 7'
refused "hooks cannot match" "requires rules" rtr netflowctl enable --backend hooks --match 'tcp dport 80'
refused "ingress at an interface that isn't there" "'nowhere'" rtr netflowctl rule add --hook ingress --device nowhere
refused "enable likewise" "'nowhere'" rtr netflowctl enable --debug 3 --hook ingress --device nowhere
refused "with a match likewise" "'nowhere'" \
	rtr netflowctl enable --debug 3 --hook ingress --device nowhere --match 'ip ttl 9'
refused "hooks beside rules" "fed by nftables rules" rtr netflowctl set hooks forward debug 3
refused "also by monitor set" "fed by nftables rules" rtr netflowctl monitor set default --hooks forward --debug 3
status_is "delete says which" 2 rule delete
equal "nothing has changed" "$before" "$(own_rules)"
equal "nor the settings" 0 "$(rtr netflowctl get debug)"
equal "nor the hooks" "" "$(rtr netflowctl get hooks)"
check "all go" rtr netflowctl rule delete --all
equal "none is left" '[]' "$(own_rules)"
check "nor a table" eval '! rtr nft list table inet netflow'
equal "an empty list says so" "no rule feeds a monitor; 'netflowctl enable' adds rules" "$(rtr netflowctl rule list)"
rtr netflowctl set hooks forward
refused "rules beside hooks" "fed by hooks" rtr netflowctl rule add --hook forward
rtr netflowctl disable

test_begin "tables of others"
listed() { rtr nft list table inet "$1"; }
# The user's own table has the name of netflowctl's.
rtr nft -f - <<-'RULES'
	table inet netflow {
		set blocked { type ipv4_addr; }
		chain forward { type filter hook forward priority 0; ip saddr @blocked drop; }
		chain mine { tcp dport 22 accept; }
	}
RULES
theirs=$(listed netflow)
refused "enable says which is in the way" "'inet netflow' was not made by netflowctl.*--table netflow2" \
	rtr netflowctl enable --debug 3 --hook forward
equal "and has changed no setting" 0 "$(rtr netflowctl get debug)"
refused "so does a rule with a match" "'inet netflow' was not made" rtr netflowctl rule add --match 'ip ttl 9'
refused "and a configuration" "'inet netflow' was not made" rtr netflowctl setconf - <<<'rule = forward'
check "disable has nothing to do" rtr netflowctl disable
check "even all" rtr netflowctl disable --all
equal "the table is as it was" "$theirs" "$(listed netflow)"
check "another name" rtr netflowctl enable --hook forward --table netflow2
equal "has the rules" '["forward "]' "$(own_rules)"
check "another rule goes there, too" rtr netflowctl rule add --hook input --match 'ip ttl 9'
equal "with the others" 'netflow2 netflow2' "$(rtr netflowctl rule list --json | jq -r '[.[].table] | join(" ")')"
check "the configuration has the name" eval 'rtr netflowctl showconf | matches -x "table = netflow2"'
rtr netflowctl showconf >"$WORK/conf"
check "disable" rtr netflowctl disable --all
check "takes its table" eval '! listed netflow2'
check "and takes the name again from a file" rtr netflowctl setconf "$WORK/conf"
equal "all rules" '["forward ","input ip ttl 9"]' "$(own_rules)"
refused "a table of another monitor" "'inet netflow2' has the rules of monitor 'default'" \
	rtr netflowctl enable --monitor m --table netflow2
check "rules can move" rtr netflowctl enable --hook forward --table netflow-3
check "to a table of that name" listed netflow-3
check "from the old one" eval '! listed netflow2'
check "with matches" rtr netflowctl enable --hook forward --match 'ip ttl 9' --table netflow2
check "likewise" eval 'listed netflow2 && ! listed netflow-3'
rtr nft add chain inet netflow2 mine
refused "disable leaves a chain of the user's in netflowctl's table" "has a chain 'mine'" rtr netflowctl disable
refused "so does enable" "has a chain 'mine'" rtr netflowctl enable --hook input
refused "also all of them" "has a chain 'mine'" rtr netflowctl disable --all
check "it is there" rtr nft list chain inet netflow2 mine
rtr nft delete chain inet netflow2 mine
rtr nft add set inet netflow2 hosts '{ type ipv4_addr; }'
refused "and a set" "has a set or map 'hosts'" rtr netflowctl disable
check "which matches can use" rtr netflowctl rule add --hook forward --match 'ip saddr @hosts'
rtr netflowctl rule delete --match 'ip saddr @hosts'
rtr nft delete set inet netflow2 hosts
rtr netflowctl disable
check "nothing else hinders disable" rtr netflowctl disable --all --unload
check "without the module the user's table stays" rtr netflowctl disable --all
equal "as it was from the beginning" "$theirs" "$(listed netflow)"
rtr nft delete table inet netflow
# The comments of version 0.1.0 do not name the monitor.
rtr nft -f - <<-'RULES'
	table inet netflow {
		comment "made by netflowctl: each chain has the rule 'counter netflow'"
		chain forward { type filter hook forward priority 75; counter; }
	}
	table inet netflow-wan-1 {
		comment "made by netflowctl; its rules with 'netflow' may not be shown here"
		chain netflow { }
		chain forward { type filter hook forward priority 75; tcp dport 443 counter goto netflow; }
	}
RULES
check "a table of 0.1.0 is replaced" rtr netflowctl enable --hook forward
equal "by one that names its monitor" 1 "$(listed netflow | grep -c 'made by netflowctl for monitor default;')"
check "disable" rtr netflowctl disable --all
check "takes it" eval '! listed netflow'
rtr netflowctl monitor add wan-1
rtr netflowctl disable --all --unload

test_begin "with CAP_NET_ADMIN alone"
privileged() {
	rtr setpriv --reuid 65534 --clear-groups --inh-caps=-all,+net_admin --bounding-set=-all,+net_admin \
		--ambient-caps=+net_admin "$(command -v netflowctl)" "$@"
}
rtr netflowctl disable --all --unload
check "no module is loaded" eval '! loaded nf_netflow && ! loaded nft_netflow'
rtr nft -f - <<-'RULES'
	table inet netflow-wan-1 {
		comment "made by netflowctl; its rules with 'netflow' may not be shown here"
		chain netflow { }
		chain forward { type filter hook forward priority 75; tcp dport 443 counter goto netflow; }
	}
RULES
check "disable --all" rtr netflowctl disable --all
check "takes tables that nft restored without the module" eval '! rtr nft list table inet netflow-wan-1'
check "enable: the kernel loads them" privileged enable --hook forward
equal "and it meters" '["forward "]' "$(own_rules)"
check "disable" privileged disable
for command in show stats "flows --json" "get debug" "set debug 0" "destination add 192.0.2.9" \
	"destination delete 192.0.2.9" "destination list" flush doctor status showconf; do
	status=0
	# shellcheck disable=SC2086 # words
	privileged $command >"$OUT" 2>&1 || status=$?
	# A doctor finds that nothing is metered, and so does status.
	check "$command" grep -qxE '0|3|4' <<<"$status"
done
check "rules" privileged rule add --hook forward --match 'udp dport 53'
equal "are listed" 1 "$(privileged rule list --json | jq length)"
check "monitors" privileged monitor add wan-9
check "the configuration" eval 'privileged showconf | privileged setconf -'
check "and all can be taken away" eval 'privileged rule delete --all && privileged monitor delete wan-9'
equal "none is left" '[]' "$(own_rules)"

test_begin "what matches is metered, once"
collector_start
exporting 10
yard 'udp dport 1024-30000'
check "enable with a match" rtr netflowctl enable --hook forward --match 'udp dport 1024-30000'
equal "is the only rule" '["forward udp dport 1024-30000"]' "$(own_rules)"
before=$(metered)
flowgen_src --seed 3 --flows 100 --packets 800 --protocols tcp,udp >"$OUT"
counted=$(yard_counter)
difference() { awk -v b="$1" -v a="$2" 'BEGIN { split(b, x); split(a, y); print y[1] - x[1], y[2] - x[2] }'; }
check "some packets match" test "${counted% *}" -gt 0
check "not all" test "${counted% *}" -lt 800
equal "metered is what nft's counter has" "$counted" "$(difference "$before" "$(metered)")"
equal "so is what the rule counts" "$counted" \
	"$(rtr netflowctl rule list --json | jq -r '.[0] | "\(.packets) \(.bytes)"')"
check "a rule for the same packets" rtr netflowctl rule add --hook forward --match 'meta l4proto udp'
check "and one for all" rtr netflowctl rule add --hook forward
before=$(metered)
flowgen_src --seed 4 --flows 100 --packets 800 --protocols tcp,udp >"$OUT"
equal "a packet that several match is metered once" "$(sent)" "$(difference "$before" "$(metered)")"
check "disable" rtr netflowctl disable
equal "leaves nothing in the cache" 0 "$(statistic cached_flows)"
check_conserved "after disable"
check "ingress meters what comes in" rtr netflowctl enable --hook ingress --device src
before=$(metered)
flowgen_src --seed 5 --flows 50 --packets 400 >"$OUT"
equal "all of it" "$(sent)" "$(difference "$before" "$(metered)")"
collector_stop
check "back to plain rules" rtr netflowctl enable --hook forward,input
equal "two of them" '["forward ","input "]' "$(own_rules)"
equal "and two users" 2 "$(shown '.monitors[0].users' default)"
check "disable again" rtr netflowctl disable
topology_down
