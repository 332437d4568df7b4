#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# netflowctl events tells what happens to monitors, destinations and packets, once each; stats --openmetrics is what the
# standard wants and what the statistics say.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

EVENTS=$WORK/events

# Everything goes through one file, so that events can be waited for.
# shellcheck disable=SC2016 # for the shell in wait_for
listen() {
	: >"$EVENTS"
	background rtr sh -c "exec netflowctl events --json >>'$EVENTS'"
	LISTENER=$BACKGROUND
	# It is known to listen when it has told something.
	wait_for 20 eval 'rtr netflowctl monitor add sign; rtr netflowctl monitor delete sign; [ -s "$EVENTS" ]'
	sleep 0.5
	: >"$EVENTS"
}
told() { jq -r "select(.event == \"$1\") | ${2:-.monitor}" "$EVENTS"; }
is_told() { [ -n "$(told "$@")" ]; }
# events_are DESCRIPTION EVENT…: since the file was emptied, in this order
events_are() {
	equal "$1" "${*:2}" "$(jq -r .event "$EVENTS" | paste -sd ' ')"
	: >"$EVENTS"
}

topology_up
need_module

test_begin "monitors"
listen
rtr netflowctl monitor add wan-1
wait_for 10 is_told monitor-new
equal "a new one, by name" wan-1 "$(told monitor-new)"
events_are "no more than that" monitor-new
rtr netflowctl monitor set wan-1 --debug 3
rtr netflowctl monitor set wan-1 --debug 3
rtr netflowctl monitor delete wan-1
wait_for 10 is_told monitor-del
events_are "changed once, then gone" monitor-changed monitor-del
rtr nft add table inet filter
sleep 1
events_are "nothing where nothing happens"

test_begin "destinations"
collector_start
exporting 10 template_refresh_timeout 1
frontend_on nft
wait_for 20 is_told destination-up
equal "is reached" "$COLLECTOR4:$PORT" "$(told destination-up .destination)"
: >"$EVENTS"
nfcapd_stop
# Something has to be sent, to be refused, and sent again, to learn of it.
some() { flowgen_src --seed 3 --flows 3 --packets 9 >"$OUT"; rtr netflowctl flush; }
down() { some; is_told destination-down; }
check "a closed port is told" wait_for 30 down
equal "with its destination" "$COLLECTOR4:$PORT" "$(told destination-down .destination)"
check "and with its reason" eval 'told destination-down .last_error | matches -i refused'
: >"$EVENTS"
nfcapd_start
up() { some; is_told destination-up; }
check "so is its return" wait_for 30 up
events_are "and nothing between" destination-up
equal "the error is over" 0 "$(destination last_error)"
rtr ip link set col down
check "a link that is down is told" wait_for 30 down
: >"$EVENTS"
rtr ip link set col up
neighbours col
check "and when it is up again" wait_for 60 up
: >"$EVENTS"
collector_stop

test_begin "losses"
rtr netflowctl set destination ''
wait_for 10 is_told monitor-changed
: >"$EVENTS"
some
check "a loss begins" wait_for 10 is_told loss-begin
equal "of as many packets" 9 "$(told loss-begin .lost_packets)"
some
check "and ends, though nothing else happens" wait_for 30 is_told loss-end
equal "with all that was lost" 18 "$(told loss-end .lost_packets)"
events_are "each once" loss-begin loss-end

test_begin "a flood of events"
for ((i = 0; i < 150; i++)); do
	printf 'debug = %d\n' $((i % 8 + 1)) | rtr netflowctl syncconf - >"$OUT" 2>&1
done
sleep 6
rtr netflowctl monitor add last
wait_for 10 is_told monitor-new
equal "what is left out is counted" true "$(jq -s 'map(select(.event != "loss-begin" and .event != "loss-end")) |
	(length + (map(.suppressed // 0) | add)) >= 150' "$EVENTS")"
rtr netflowctl monitor delete last
stop "$LISTENER"
background rtr netflowctl events --count 1
sleep 2
rtr netflowctl monitor add once
check "--count ends it" wait "$BACKGROUND"
check "as a line for people" grep -qE '^[0-9:.]+  monitor-new +monitor once was created$' \
	"$BACKGROUND_OUTPUT"
refused "without the module" "not loaded" eval 'rtr netflowctl disable --all --unload && rtr netflowctl events'
need_module

test_begin "OpenMetrics"
exporting 10
frontend_on nft
rtr netflowctl monitor add 'wan-2' --destination '[fd00:c::2]:4739'
flowgen_src --seed 3 --flows 20 --packets 100 >"$OUT"
rtr netflowctl flush
metrics=$(rtr netflowctl stats --openmetrics | judge-openmetrics) || true
# The older format of Prometheus, which node_exporter's textfile collector reads, has the same samples.
check "Prometheus' text" eval 'rtr netflowctl stats --format prometheus | judge-prometheus | matches ^netflow_metered_packets_total'
keep_metrics() { rtr netflowctl stats --openmetrics >"$RESULTS/openmetrics.txt"; }
keep_metrics
check "is what the standard allows" test -n "$metrics"
value() { sed -n "s/^$1 //p" <<<"$metrics"; }
equal "metered packets" "$(statistic metered_packets)" "$(value 'netflow_metered_packets_total{monitor="default"}')"
equal "of the other monitor" 0 "$(value 'netflow_metered_packets_total{monitor="wan-2"}')"
equal "one counter for each cause" 3 "$(grep -c '^netflow_lost_packets_total{cause=".*",monitor="default"}' <<<"$metrics")"
equal "destinations" 1 "$(grep -c '^netflow_destination_sent_flows_total{destination="\[fd00:c::2\]:4739",monitor="wan-2"}' \
	<<<"$metrics")"
# Every number that the module tells is in it.
known=$(rtr netflowctl stats --json | jq '[.[0].statistics | keys[]] | length')
equal "every counter is there" "$known" "$(grep -vE '^netflow_(destination|rules|info)' <<<"$metrics" |
	grep -c 'monitor="default"')"

test_begin "over HTTP"
# serve PORT [COMMAND…]: what COMMAND runs serves the counters
serve() {
	background rtr pass-sockets "127.0.0.1:$1" -- "${@:2}" /usr/local/lib/netflow/netflow-http
	check "it answers" wait_for 30 asked "$1"
}
asked() { rtr http-ask "http://127.0.0.1:$1/metrics" GET "${@:2}"; }
serve 14739
equal "in Prometheus' text, unless asked otherwise" "200 text/plain; version=0.0.4; charset=utf-8" \
	"$(asked 14739 2>"$OUT" | sed -n 1p)"
equal "the same samples" "$(rtr netflowctl stats --format prometheus | judge-prometheus)" \
	"$(asked 14739 2>"$OUT" | sed 1d | judge-prometheus)"
openmetrics() { asked 14739 Accept "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.3" 2>"$OUT"; }
equal "or in OpenMetrics" "200 application/openmetrics-text; version=1.0.0; charset=utf-8" "$(openmetrics | sed -n 1p)"
equal "the same samples again" "$(rtr netflowctl stats --openmetrics | judge-openmetrics)" \
	"$(openmetrics | sed 1d | judge-openmetrics)"
stop "$BACKGROUND"
equal "without a word" "" "$(<"$BACKGROUND_OUTPUT")"
serve 14740 setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set -all
equal "also without a privilege" 200 "$(asked 14740 2>"$OUT" | sed -n '1s/ .*//p')"
stop "$BACKGROUND"
frontend_off nft
topology_down
