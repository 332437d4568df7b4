#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# netflowctl as its manual tells it: what enable and disable do to rules, hooks and settings, that bad
# input changes nothing, exit statuses, and that what it prints is what the kernel counted.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

# status_is DESCRIPTION STATUS ARGUMENT…: of netflowctl in rtr
status_is() {
	local description=$1 wanted=$2 status=0
	shift 2
	rtr netflowctl "$@" >"$OUT" 2>&1 || status=$?
	equal "$description" "$wanted" "$status"
}

settings() { rtr netflowctl get --json | jq -cS; }
shown() { rtr netflowctl show --json "${@:2}" | jq -cS "$1"; }
own_rules() { shown '[.rules[] | select(.own) | "\(.monitor) \(.chain)"] | sort'; }
# difference "PACKETS BYTES" "PACKETS BYTES": the second less the first
difference() { awk -v b="$1" -v a="$2" 'BEGIN { split(b, x); split(a, y); print y[1] - x[1], y[2] - x[2] }'; }
send() { flowgen_src --seed 3 --flows 50 --packets 400 --protocols tcp,udp,icmp >"$OUT"; }

topology_up

test_begin "without the module"
status_is "status" 3 status
status_is "status, quiet" 3 status -q
equal "it prints nothing" "" "$(cat "$OUT")"
refused "show says which command loads it" "netflowctl enable" rtr netflowctl
status_is "disable has nothing to do" 0 disable
status_is "an unknown command" 2 frobnicate
status_is "an unknown option" 2 show --frobnicate
status_is "a bad value" 2 enable --active-timeout 5x
check "a bad value loads nothing" eval '! loaded nf_netflow'
status_is "--help needs no module" 0 enable --help
status_is "fields need no module" 0 fields --json

test_begin "without the module's file"
# As on a kernel for which it is not built: there is no file of that name.
where=/lib/modules/$(uname -r)
mkdir "$WORK/modules"
# hidden DKMS-DIRECTORY COMMAND…: DKMS knows what is in that directory
hidden() {
	# shellcheck disable=SC2016 # for that shell
	unshare --mount sh -c 'mount --bind "$1" "$2" && mkdir -p /var/lib/dkms && mount --bind "$3" /var/lib/dkms &&
		shift 3 && exec "$@"' sh "$WORK/modules" "$where" "$@"
}
mkdir -p "$WORK/none" "$WORK/known/netflow/0.1/source"
release=$(uname -r | sed 's/[+]/[+]/g') # for a pattern
for command in show status enable "monitor add a" "rule add"; do
	# shellcheck disable=SC2086 # words
	refused "$command: there is none" "there is no module nf_netflow for this kernel, $release" \
		hidden "$WORK/none" netflowctl $command
	# shellcheck disable=SC2086
	refused "$command: not yet built, and how" "not been built.*dkms install -m netflow -v 0.1 -k $release" \
		hidden "$WORK/known" netflowctl $command
done
refused "headers are missing too" "linux-headers-|kernel-devel" hidden "$WORK/known" netflowctl show
refused "doctor tells of headers" "headers .*missing" hidden "$WORK/known" netflowctl doctor
refused "and of DKMS" "0.1 is not built for kernel" hidden "$WORK/known" netflowctl doctor
# What installs the headers on each distribution: its os-release, the kernel, the command.
while read -r like release command; do
	printf 'ID=%s\nID_LIKE="%s"\n' "${like%%,*}" "${like#*,}" >"$WORK/os-release"
	[ -e "$TOOLS/uname.so" ] || { skip "header packages" "the tests' uname.so is not there"; break; }
	# shellcheck disable=SC2016 # for that shell
	equal "headers of $release" "$command" "$(unshare --mount sh -c 'mount --bind "$1" /etc/os-release &&
		RELEASE=$2 LD_PRELOAD=$3 netflowctl doctor --json || true' sh "$WORK/os-release" "$release" "$TOOLS/uname.so" |
		jq -r '.[] | select(.check == "headers").command')"
done <<-'HEADERS'
	debian,debian 6.12.1-amd64 apt install linux-headers-6.12.1-amd64
	ubuntu,debian 6.8.0-49-generic apt install linux-headers-6.8.0-49-generic
	debian,debian 6.8.12-4-pve apt install proxmox-headers-6.8.12-4-pve
	debian,debian 5.15.158-2-pve apt install pve-headers-5.15.158-2-pve
	fedora,fedora 6.11.4-301.fc41.x86_64 dnf install kernel-devel-6.11.4-301.fc41.x86_64
	rocky,rhel 5.14.0-427.el9.x86_64 dnf install kernel-devel-5.14.0-427.el9.x86_64
	ol,fedora 5.15.0-210.el9uek.x86_64 dnf install kernel-uek-devel-5.15.0-210.el9uek.x86_64
	almalinux,rhel 6.12.1-1.el9.elrepo.x86_64 dnf install kernel-ml-devel-6.12.1-1.el9.elrepo.x86_64
HEADERS
check "fields need none" hidden "$WORK/none" netflowctl fields
check "disable has nothing to do" hidden "$WORK/none" netflowctl disable
check "no module was loaded by all this" eval '! loaded nf_netflow'

test_begin "enable"
check "enable loads the modules" rtr netflowctl enable --destination "$COLLECTOR4:$PORT" \
	--active_timeout=600 --inactive-timeout 300
check "both" eval 'loaded nf_netflow && loaded nft_netflow'
status_is "status" 0 status -q
equal "rules at three hooks" '["default forward","default input","default output"]' "$(own_rules)"
equal "settings are set" "\"$COLLECTOR4:$PORT\" 600 300" \
	"$(settings | jq -r '"\(.destination | tojson) \(.active_timeout) \(.inactive_timeout)"')"
equal "one setting: its value alone" 600 "$(rtr netflowctl get active-timeout)"
check "enable again" rtr netflowctl enable
equal "is no other rules" '["default forward","default input","default output"]' "$(own_rules)"
equal "and leaves the settings" 600 "$(rtr netflowctl get active_timeout)"
check "other hooks" rtr netflowctl enable --hook forward
equal "replace the old ones" '["default forward"]' "$(own_rules)"
equal "three users became one" 1 "$(shown '.monitors[0].users')"
rtr nft add table inet filter
check "another monitor" rtr netflowctl enable --monitor wan-1 --hook prerouting,postrouting \
	--destination "$COLLECTOR4:2056"
equal "has its own rules" '["default forward","wan-1 postrouting","wan-1 prerouting"]' "$(own_rules)"

test_begin "bad input changes nothing"
before=$(settings)
refused "one bad setting of two" "active_timeout.*'0'" \
	rtr netflowctl set inactive_timeout 7 active_timeout 0
refused "a setting that isn't one" "no setting 'colour'" rtr netflowctl set debug 1 colour 7
refused "a setting without a value" "'debug' has no value" rtr netflowctl set debug
refused "a bad destination" "10.0.0.300" rtr netflowctl set debug 1 destination 10.0.0.300
refused "a monitor that isn't there" "nowhere" rtr netflowctl set --monitor nowhere debug 1
refused "rules and hooks together" "twice" rtr netflowctl enable --backend nft --hooks input
refused "a bad hook" "sideways" rtr netflowctl enable --debug 1 --hook forward,sideways
refused "a bad monitor name" "a/b" rtr netflowctl enable --monitor a/b
refused "no such namespace" "nowhere" netflowctl show --netns nowhere
equal "settings" "$before" "$(settings)"
equal "rules" '["default forward","wan-1 postrouting","wan-1 prerouting"]' "$(own_rules)"

test_begin "without privileges"
unprivileged() { rtr setpriv --reuid 65534 --clear-groups --bounding-set=-all --inh-caps=-all "$@"; }
refused "set" "CAP_NET_ADMIN" unprivileged "$(command -v netflowctl)" set debug 1
refused "flows" "CAP_NET_ADMIN" unprivileged "$(command -v netflowctl)" flows
check "status needs none" unprivileged "$(command -v netflowctl)" status
check "root is not needed, CAP_NET_ADMIN is" rtr setpriv --reuid 65534 --clear-groups \
	--inh-caps=+net_admin --ambient-caps=+net_admin "$(command -v netflowctl)" set debug 0

test_begin "what it prints"
collector_start
# Counters of the rule and of the monitor from the same moment on.
rtr netflowctl flush
before=$(metered)
rtr netflowctl enable --hook forward
send
# shellcheck disable=SC2016 # jq's own variables
SUM='[.[] | [.packets, .bytes]] | transpose | map(add) | "\(.[0]) \(.[1])"'
equal "flows add up to what was sent" "$(sent)" \
	"$(rtr netflowctl flows --json | jq -r "$SUM")"
equal "and to what was metered" "$(sent)" "$(difference "$before" "$(metered)")"
equal "and to the rule's counter" "$(sent)" \
	"$(shown '.rules[] | select(.monitor == "default") | "\(.packets) \(.bytes)"' | jq -r)"
equal "every key once" "$(rtr netflowctl flows --json | jq length)" "$(rtr netflowctl flows --json |
	jq '[.[] | del(.packets, .bytes, .start_milliseconds, .end_milliseconds)] | unique | length')"
equal "sorted" true "$(rtr netflowctl flows --sort packets --json |
	jq '[.[].packets] | . == (sort | reverse)')"
equal "limited" 5 "$(rtr netflowctl flows --limit 5 --json | jq length)"
equal "the largest ones" "$(rtr netflowctl flows --json | jq -c '[.[].bytes] | sort | reverse[:5]')" \
	"$(rtr netflowctl flows --limit 5 --json | jq -c '[.[].bytes]')"
PRINTED=$WORK/printed
rtr netflowctl flows --limit 3 >"$PRINTED"
equal "a table: header, three rows, the sum" 5 "$(wc -l <"$PRINTED")"
check "with interface names" grep -qE '^(tcp|udp|icmp) .* src +dst ' "$PRINTED"
rtr netflowctl show >"$PRINTED"
check "show marks settings that differ" grep -q '^  \* active_timeout  *600 s' "$PRINTED"
check "and not the others" grep -qE '^    template_refresh_packet ' "$PRINTED"
equal "no colours without a terminal" 0 "$(grep -c $'\033' "$PRINTED" || true)"
equal "netns from outside" 600 "$(netflowctl get active_timeout --netns rtr)"
# Whatever prints JSON, by the schema. (Only the root of most tests has python3-jsonschema.)
schema() {
	if /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
		check "$1: JSON as the schema has it" by_schema "$2"
	else
		skip "$1: JSON as the schema has it" "python3-jsonschema is not there"
	fi
}
by_schema() { judge-json "$TESTS/../docs/netflowctl.schema.json" "$@" <"$PRINTED"; }
for command in show status stats flows get "monitor list" "destination list" "rule list" showconf doctor fields "top --count 1 --interval 1"; do
	# shellcheck disable=SC2086 # words
	{ rtr netflowctl $command --json || true; } >"$PRINTED"
	schema "$command" "${command%% --*}"
done
for by in host port interface; do
	rtr netflowctl top --count 1 --interval 1 --by "$by" --json >"$PRINTED"
	schema "top by $by" top
done
check "a full disk is told" eval '! rtr netflowctl fields >/dev/full'
check "flush" rtr netflowctl flush
equal "leaves nothing in the cache" 0 "$(statistic cached_flows)"
equal "and no flow is listed" 0 "$(rtr netflowctl flows --json | jq length)"
check_conserved "after flush"

test_begin "disable"
send
check "disable" rtr netflowctl disable
equal "exports what was in the cache" 0 "$(statistic cached_flows)"
check_conserved "after disable"
collector_stop
equal "takes its own rules only" '["wan-1 postrouting","wan-1 prerouting"]' "$(own_rules)"
check "and no table of others" rtr nft list table inet filter
check "twice" rtr netflowctl disable
equal "settings stay" 600 "$(rtr netflowctl get active_timeout)"
status_is "the other monitor still meters" 0 status
status_is "the disabled one doesn't" 3 status --monitor default
check "all of them" rtr netflowctl disable --all
equal "no rule is left" '[]' "$(own_rules)"
status_is "status" 3 status

test_begin "hooks without rules"
check "enable" rtr netflowctl enable --backend hooks --hook forward
equal "no rule" '[]' "$(own_rules)"
equal "but the hook" '"forward"' "$(settings | jq .hooks)"
check "back to rules" rtr netflowctl enable --hook forward
equal "no hook any more" '""' "$(settings | jq .hooks)"
equal "one user" 1 "$(shown '.monitors[0].users' default)"
check "and to hooks" rtr netflowctl enable --hooks forward,input
equal "no rule any more" '[]' "$(own_rules)"

test_begin "unload"
rtr netflowctl enable --monitor wan-1 --hook input
check "while another monitor is fed" rtr netflowctl disable --unload
check "the module stays" loaded nf_netflow
check "all" rtr netflowctl disable --all --unload
check "now it is unloaded" eval '! loaded nf_netflow && ! loaded nft_netflow'
check "twice" rtr netflowctl disable --all --unload

test_begin "iptables' target"
need_module
for command in iptables-legacy ip6tables-legacy iptables-nft ip6tables-nft; do
	refused "$command: a name that isn't one" "a/b" rtr $command -A INPUT -j NETFLOW --monitor a/b
	refused "$command: no name" "not a name" rtr $command -A INPUT -j NETFLOW --monitor ""
	refused "$command: too long" "not a name" \
		rtr $command -A INPUT -j NETFLOW --monitor 12345678901234567890123456789012
	check "$command: the longest name" \
		rtr $command -A INPUT -j NETFLOW --monitor 1234567890123456789012345678901
	check "$command: the default's name" rtr $command -A INPUT -j NETFLOW --monitor default
	equal "$command: goes without saying" "-A INPUT -j NETFLOW" \
		"$(rtr $command -S INPUT 2 | tail -n 1)"
done
equal "show sees those of both kinds" '["ip default","ip default","ip6 default","ip6 default"]' \
	"$(shown '[.rules[] | select(.monitor == "default") | "\(.family) \(.monitor)"] | sort')"
for command in iptables-legacy ip6tables-legacy iptables-nft ip6tables-nft; do
	rtr $command -F INPUT
done
topology_down
