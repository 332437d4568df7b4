#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A machine that boots with what boot.before has put in place: the statement netflow in /etc/nftables.conf, and
# netflow.service. Then what other services do to the ruleset: nftables.service and firewalld.
# shellcheck source-path=SCRIPTDIR source=../lib/systemd.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/systemd.sh"

NETFLOW_CONF=/etc/netflow/netflow.conf

# active UNIT: if not, it is shown why
active() { systemctl is-active --quiet "$1.service" || { systemctl --no-pager --lines 20 status "$1.service"; return 1; }; }
# began UNIT: when it became active, in microseconds since the boot
began() { systemctl show -P ActiveEnterTimestampMonotonic "$1"; }

# statements: the rules of the chain that /etc/nftables.conf has, as nft lists them
statements() { nft list chain inet filter input | sed -n '/^\t\ttype/d; s/^\t\t//p' | sed 's/packets [0-9]* bytes [0-9]*/packets 0 bytes 0/'; }

# configuration FILE: without comments
configuration() { grep -v -e '^#' -e '^$' "$1"; }

own_rules() { nft list table inet netflow; }

# What is metered by netflowctl's own rule arrives at a collector.
counts_pings() {
	local before
	before=$(metered_here)
	ping -q -c 2 -i 0.2 127.0.0.1 >"$OUT"
	between "$1: pings are metered" $((before + 2)) "$(metered_here)" $((before + 1000))
}
metered_here() { netflowctl stats --json | jq '.[0].statistics.metered_packets'; }

test_begin "the boot"
is_booted
for unit in nftables netflow netflow-watch; do
	check "$unit.service is active" active $unit
done
equal "ipt_netflow.service, which is enabled too, is not" inactive "$(systemctl is-active ipt_netflow.service || true)"
check "the rules are there before the network" [ "$(began netflow.service)" -lt "$(began network-pre.target)" ]
check "and netflowctl's come behind nftables.service" [ "$(began nftables.service)" -lt "$(began netflow.service)" ]
equal "nftables.service has loaded the statements" 'ip protocol icmp counter packets 0 bytes 0 netflow monitor wan comment "pings"
ip saddr { 192.0.2.1, 192.0.2.2 } netflow drop
netflow
tcp dport 22 accept' "$(statements)"
equal "with not a word" "" "$(journalctl -b -q -o cat -u nftables.service | grep -i netflow || true)"
netflowctl showconf >"$WORK/conf"
equal "netflow.service has set the configuration" "$(configuration $NETFLOW_CONF)" "$(configuration "$WORK/conf")"
exports_to 9995
exports_to 5055

test_begin "an interface that was not there"
late_chain() { nft list chain inet netflow-wan ingress-late0; }
late_meters() { late_chain | grep "hook ingress"; }
check "the journal names it" grep "no interface 'late0' yet" <(journalctl -b -q -o cat -u netflow.service)
check "the rule waits" eval 'late_chain && ! late_meters'
ip link add late0 type dummy
check "with the interface it meters" wait_for 30 late_meters
ip link delete late0
check "without it the rule stays" eval 'sleep 2; wait_for 30 late_chain'

test_begin "save"
check "enable --save" netflowctl enable --hook input,output --match "udp dport 53" --active-timeout 60 --save
check "monitor add --save" netflowctl monitor add lan --destination 127.0.0.1:2055 --save
cp $NETFLOW_CONF "$WORK/saved"
netflowctl showconf >"$WORK/conf"
equal "the file has what is set" "$(configuration "$WORK/conf")" "$(configuration $NETFLOW_CONF)"
check "the service is restarted" systemctl restart netflow.service
netflowctl showconf >"$WORK/again"
equal "and the configuration is the same" "$(cat "$WORK/conf")" "$(cat "$WORK/again")"
check "netflow.service is stopped" systemctl stop netflow.service
check "and its watcher" eval '! systemctl is-active netflow-watch.service'
check "no rule of netflowctl is left" eval '! own_rules'
check "nftables.service is stopped" systemctl stop nftables.service
check "the modules can be unloaded" wait_for 20 unload
check "everything starts again" systemctl start nftables.service netflow.service multi-user.target
netflowctl showconf >"$WORK/again"
equal "with the same configuration" "$(cat "$WORK/conf")" "$(cat "$WORK/again")"
equal "and the same statements" 3 "$(statements | grep -c netflow)"

test_begin "another tool flushes the ruleset"
check "enable" netflowctl enable --hook output --match "meta l4proto icmp"
nft list ruleset | sed 's/packets [0-9]* bytes [0-9]*//' >"$WORK/before"
counts_pings "before"
check "nftables.service is restarted" systemctl restart nftables.service
check "netflowctl's table comes back" wait_for 30 own_rules
check "the watcher says so" wait_for 30 eval 'journalctl -b -q -u netflow-watch.service | matches "restored the rules of monitor default"'
equal "the ruleset is what it was" "$(sort "$WORK/before")" "$(nft list ruleset | sed 's/packets [0-9]* bytes [0-9]*//' | sort)"
counts_pings "then"
check "nftables.service is reloaded" systemctl reload nftables.service
check "netflowctl's table comes back" wait_for 30 own_rules
counts_pings "then"

# An emulated firewalld may take longer than firewall-cmd waits for its answer.
reload_firewalld() { firewall-cmd --reload || wait_for 300 firewall-cmd --state; }

test_begin "firewalld"
check "it starts, nftables.service stops" systemctl start firewalld.service
check "netflowctl's table comes back" wait_for 30 own_rules
check "firewalld runs" wait_for 300 firewall-cmd --state
check "it has a table of its own" nft list table inet firewalld
counts_pings "with it"
check "a service is added" firewall-cmd --permanent --add-service=http
check "firewalld is reloaded" reload_firewalld
check "netflowctl's table is there" wait_for 30 own_rules
check "and firewalld's rules" eval 'nft list table inet firewalld | matches "dport 80"'
counts_pings "after the reload"
check "firewalld is restarted" systemctl restart firewalld.service
check "firewalld runs" wait_for 300 firewall-cmd --state
check "netflowctl's table is there" wait_for 30 own_rules
counts_pings "after the restart"
check "firewalld stops" systemctl stop firewalld.service
check "netflowctl's table is there" wait_for 30 own_rules
check "netflow.service stops" systemctl stop netflow.service
check "its table is gone, and stays away" eval '! own_rules'

test_begin "node_exporter"
METRICS=/var/lib/prometheus/node-exporter/netflow.prom
mkdir -p /var/lib/prometheus/node-exporter
check "netflow.service starts again" systemctl start netflow.service
check "the timer starts" systemctl start netflow-metrics.timer
check "the counters come" wait_for 60 test -s $METRICS
check "as Prometheus' text" grep '^# TYPE netflow_metered_packets_total counter' $METRICS
check "node_exporter may read them" [ "$(stat -c %a $METRICS)" = 644 ]
written() { stat -c %Y $METRICS; }
before=$(written)
newer() { [ "$(written)" -gt "$before" ]; }
check "they are written again" wait_for 60 newer
check "netflow.service stops" systemctl stop netflow.service
check "the modules can be unloaded" wait_for 20 unload
absent() { [ ! -e $METRICS ]; }
check "without the module there are none" wait_for 60 absent
check "the timer stops" systemctl stop netflow-metrics.timer

test_begin "metrics over HTTP"
metrics() { http-ask http://127.0.0.1:14739/metrics 2>/dev/null; }
serves() { metrics | matches "^$1 text/plain"; }
active_service() { systemctl is-active --quiet netflow-http.service; }
mkdir -p /run/systemd/system/netflow-http.service.d
program=$(systemctl show -P ExecStart netflow-http.service | sed -n 's/.*path=\([^ ]*\).*/\1/p')
printf '[Service]\nExecStart=\nExecStart=%s 20\n' "$program" >/run/systemd/system/netflow-http.service.d/soon.conf
systemctl daemon-reload
check "the socket is started" systemctl start netflow-http.socket
check "but no service yet" eval '! active_service'
check "which says that the module is not loaded" serves 503
check "netflow.service starts" systemctl start netflow.service
check "the counters are served" serves 200
check "as Prometheus' text" eval 'metrics | grep "^# TYPE netflow_metered_packets_total counter"'
check "by a user without privileges" [ "$(ps -o uid= -C netflow-http)" -gt 1000 ]
ended() { ! active_service; }
check "the service ends when nobody asks" wait_for 120 ended
equal "without a word" "" "$(journalctl -b -q -o cat -u netflow-http.service -t netflow-http)"
check "and starts again for who asks then" serves 200
mkdir -p /run/systemd/system/netflow-http.socket.d
printf '[Socket]\nListenStream=\nListenStream=[::1]:1234\n' >/run/systemd/system/netflow-http.socket.d/address.conf
systemctl daemon-reload
check "the socket stops" systemctl stop netflow-http.socket
check "and starts with another address" systemctl start netflow-http.socket
check "where it serves" eval 'http-ask "http://[::1]:1234/metrics" | matches "^200 "'
check "and no more at the first" eval '! metrics'
check "the socket stops again" systemctl stop netflow-http.socket
check "netflow.service stops" systemctl stop netflow.service

test_begin "debian/tests"
check "the packages' own test" /project/packaging/deb/tests/meters
