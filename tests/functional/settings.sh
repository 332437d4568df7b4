#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Bad settings by every way in (module parameters, sysctl, generic netlink, netflowctl): each is refused, with a sentence
# that quotes it, and nothing has changed. Good ones are taken by every way.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

LONG=$(printf 'a%.0s' {1..300})
HUGE=$(printf 'a%.0s' {1..3000})
HUNDRED=$(printf '192.0.2.1:%d,' {1001..1100} | sed 's/,$//')
SEVENTEEN=$(printf '192.0.2.1:%d,' {1001..1017} | sed 's/,$//')

# all: every setting, as it is now
all() { netflowctl get; }
# names: of all settings, in alphabetical order
names() { all | sed 's/ = .*//' | sort; }
# files DIRECTORY
files() { find "$1" -type f -printf '%f\n' | sort; }
kernel_log() { dmesg | tail -n 30; }

# bad_values SETTING: one a line
bad_values() {
	case $1 in
	destination)
		printf '%s\n' garbage 192.0.2.256 192.0.2.1:0 192.0.2.1:65536 192.0.2.1:x 192.0.2.1: :2055 \
			'[2001:db8::1' '[2001:db8::g]:2055' '192.0.2.1@2001:db8::1' '192.0.2.1@' '192.0.2.1%' \
			"192.0.2.1%$LONG" '192.0.2.1/v7' 192.0.2.1/ 0.0.0.0:2055 '192.0.2.1:2055,' ',192.0.2.1' \
			'192.0.2.1,,192.0.2.2' '192.0.2.1,192.0.2.1' "$SEVENTEEN" "$HUNDRED" "$LONG" '192.0.2.1 192.0.2.2'
		;;
	protocol) printf '%s\n' '' 0 1 6 8 11 v8 ipfix2 -9 9.0 "$LONG" ;;
	aggregation) printf '%s\n' garbage 10.0.0.0/8=33 10.0.0/8=8 2001:db8::/129=1 89-80=80 80=65536 80 "$LONG" ;;
	hooks) printf '%s\n' garbage forward,garbage forward,forward ,forward FORWARDS "$LONG" ;;
	*) printf '%s\n' '' garbage -1 1x 0x10 4294967296 99999999999999999999 '1 2' 1.5 "$LONG" ;;
	esac
}

# out_of_range SETTING: numbers just beyond its limits, and what netflowctl's help says about them
out_of_range() {
	case $1 in
	active_timeout | inactive_timeout) echo 0 86401 ;;
	template_refresh_timeout) echo 86401 ;;
	hashsize) echo 4000000000 ;;
	sndbuf) echo 4000000000 ;;
	debug) echo 4000000000 ;;
	max_packet_size) echo 1 511 65508 ;;
	queue_size) echo 0 65537 ;;
	export_rate) echo 9 1000001 ;;
	esac
}

# refused_everywhere SETTING VALUE
refused_everywhere() {
	local setting=$1 value=$2
	if ! refused_by_netflowctl "$setting" "$value"; then
		fail "netflowctl: $setting '${value:0:40}' is refused" "$(cat "$OUT")"
	elif ! refused_by_sysctl "$setting" "$value"; then
		fail "sysctl: $setting '${value:0:40}' is refused" "$(cat "$OUT")"
	elif ! refused_by_parameter "$setting" "$value"; then
		fail "parameter: $setting '${value:0:40}' is refused" "$(cat "$OUT")"
	else
		return 0
	fi
	return 1
}

# With a sentence that has the setting and the beginning of the value.
refused_by_netflowctl() {
	local part=${2%%,*} said
	! netflowctl set -- "$1" "$2" >"$OUT" 2>&1 && said=$(<"$OUT") && [[ $said == *"${part:0:12}"* && $said == *"$1"* ]]
}

refused_by_sysctl() {
	! (printf '%s\n' "$2" >"/proc/sys/net/netflow/$1") >"$OUT" 2>&1
}

refused_by_parameter() {
	! (printf '%s\n' "$2" >"/sys/module/nf_netflow/parameters/$1") >"$OUT" 2>&1
}

test_begin "bad values"
need_module
before=$(all)
equal "sysctl has every setting" "$(names)" "$(files /proc/sys/net/netflow | grep -vxE 'flush|limit_.*')"
equal "every setting has a parameter" "$(names)" "$(files /sys/module/nf_netflow/parameters)"
for setting in $(names); do
	count=0 bad=0
	while IFS= read -r value; do
		# An empty line means nothing to a file that is written to.
		count=$((count + 1))
		refused_everywhere "$setting" "$value" || bad=$((bad + 1))
	done < <(
		bad_values "$setting"
		for value in $(out_of_range "$setting"); do
			echo "$value"
		done
	)
	equal "$setting: all $count bad values are refused everywhere" 0 $bad
done
equal "nothing has changed" "$before" "$(all)"
refused "sysctl: a value without an end" . sysctl -w net.netflow.destination="$HUGE"
refused "netflowctl: a setting that does not exist" "no.such" netflowctl set no_such 1
refused "netflowctl: of two settings one is bad" 0 netflowctl set active_timeout 77 inactive_timeout 0
equal "then the good one is not set either" "$before" "$(all)"

test_begin "the sentences"
log() { dmesg | grep -c "$1" || true; }
sleep 6 # after so many refusals the kernel's log has had enough for 5 seconds
sysctl -w net.netflow.active_timeout=86402 >"$OUT" 2>&1 || true
between "sysctl: the kernel's log quotes the value" 1 "$(log 'active_timeout.*86402')" 9
(echo 86403 >/sys/module/nf_netflow/parameters/active_timeout) 2>"$OUT" || true
between "parameter: the kernel's log quotes the value" 1 "$(log 'active_timeout.*86403')" 9

# says MESSAGE CONSTANT: a pattern for this kernel's answer. Before 6.2 it can quote only constant messages.
says() { printf '^%s$' "$(printf '6.2\n%s\n' "$(uname -r)" | sort -VC && echo "$1" || echo "$2")"; }
# bad NAME MESSAGE: says MESSAGE about a setting
bad() { says "$1$2" "$1: this value is not allowed, .*"; }

test_begin "generic netlink, nothing in between"
refused "a number out of range" "$(bad active_timeout ": '86401' is out of range; allowed: 1 to 86400 s")" genl-set 1 u32 86401
refused "an inactive timeout of 0" "$(bad inactive_timeout ": '0' is out of range; .*")" genl-set 2 u32 0
refused "a number too short for its type" . genl-set 1 u8 7
refused "a number too long for its type" . genl-set 1 u64 7
refused "an attribute that does not exist" . genl-set 200 u32 7
refused "a text where a number belongs" . genl-set 1 text abc
refused "a destination that is none" "$(bad destination ".*garbage.*")" genl-set 13 text garbage
refused "a hook that is none, without the advice that is too long for an answer" \
	"$(bad hooks ": 'garbage' is not a hook")" genl-set 15 text garbage
refused "a long destination, with no more than the reason" \
	"$(says "source '10.0.0.1' is not IPv6 like the address" "destination: this value .*")" \
	genl-set 13 text '[2001:db8:1111:2222:3333:4444:5555:6666]:2055@10.0.0.1'
refused "a hundred destinations" . genl-set 13 text "$HUNDRED"
refused "seventeen destinations" "$(bad destination ".* 16 .*")" genl-set 13 text "$SEVENTEEN"
refused "a text without its NUL" . genl-set 13 raw 3139322e302e322e31
refused "a text that is too long" . genl-set 13 text "$HUGE"
refused "a protocol that does not exist" "$(bad protocol ": '7' is .*")" genl-set 7 u32 7
refused "a monitor that does not exist" "$(says "there is no monitor 'no-such'; create it or name it in a rule" "there is no such monitor")" \
	genl-set --monitor no-such 1 u32 60
refused "a monitor name that is none" "$(says "monitor 'a b' is not a name; .*" "this name of a monitor is not allowed")" \
	genl-set --monitor 'a b' --command 2 1 u32 60
refused "a monitor name that is too long" . genl-set --monitor "$LONG" --command 2 1 u32 60
refused "no settings at all in a nest that is cut short" . genl-set 1 raw 00
refused "of two settings the second is bad" "^inactive_timeout: " genl-set 1 u32 77 2 u32 0
refused "a second monitor default" "$(says "the monitor 'default' exists already" "there is a monitor .*")" \
	genl-set --monitor default --command 2 1 u32 60
refused "a setting twice" "twice" genl-set 1 u32 77 2 u32 78 1 u32 79
refused "a monitor twice" "twice" genl-set --monitor default --monitor default 1 u32 77
for command in 1 5 8 9; do
	refused "a monitor twice in a dump, command $command" "twice" genl-set --dump --command $command --monitor default --monitor default
done
refused "once it is no reason" "answer of type [0-9]+" genl-set --dump --command 9 --monitor default
refused "a destination twice" "twice" genl-set --command 6 --nest 4 1 text 192.0.2.1 1 text 192.0.2.2
for command in 1 4 8 10; do
	refused "settings where the command $command takes none" "Unsupported attribute" genl-set --command $command 1 u32 77
done
refused "a destination among settings" "Unsupported attribute" genl-set --nest 4 1 text 192.0.2.1
equal "nothing has changed" "$before" "$(all)"
equal "no monitor was made" '["default"]' "$(netflowctl show --json | jq -c '[.monitors[].name]')"
refused "who is not privileged may not set" "[Pp]ermitted|privilege|root|CAP_NET_ADMIN" \
	setpriv --reuid 65534 --clear-groups --bounding-set -all netflowctl set active_timeout 60
refused "nor read flows" "[Pp]ermitted|privilege|root|CAP_NET_ADMIN" \
	setpriv --reuid 65534 --clear-groups --bounding-set -all netflowctl flows

test_begin "good values by every way"
netflowctl set active_timeout 61
equal "netflowctl sets, sysctl reads" 61 "$(sysctl -n net.netflow.active_timeout)"
sysctl -qw net.netflow.active_timeout=62
equal "sysctl sets, netflowctl reads" 62 "$(netflowctl get active_timeout)"
echo 63 >/sys/module/nf_netflow/parameters/active_timeout
equal "the parameter sets, netflowctl reads" 63 "$(netflowctl get active_timeout)"
genl-set 1 u32 64
equal "generic netlink sets, the parameter reads" 64 "$(cat /sys/module/nf_netflow/parameters/active_timeout)"
netflowctl set destination ' 192.0.2.1 , [2001:db8::1]:4739/ipfix,192.0.2.3:9996@192.0.2.9/v5'
equal "destinations are told in one form" "192.0.2.1:2055,[2001:db8::1]:4739/ipfix,192.0.2.3:9996@192.0.2.9/v5" \
	"$(netflowctl get destination)"
sysctl -qw net.netflow.destination="$(netflowctl get destination)"
equal "and that form is read again" 3 "$(netflowctl show --json | jq '.monitors[0].destinations | length')"
netflowctl set destination ""
equal "an empty list is a value" "" "$(netflowctl get destination)"

# write_by_write: each line of the input is a sysctl and Python's texts, to be written one after the other to one open file;
# print the line with what each write returned, and what the file says afterwards. What is behind => is left out.
write_by_write() {
	python3 -c '
import ast, os, sys
for line in sys.stdin:
    name, texts = line.split(" => ")[0].split(" ", 1)
    path, results = "/proc/sys/net/netflow/" + name, []
    file = os.open(path, os.O_WRONLY)
    for text in ast.literal_eval(texts):
        try:
            results.append(str(os.write(file, text.encode())))
        except OSError as error:
            results.append(os.strerror(error.errno))
    os.close(file)
    print(name, texts, "=>", ", ".join(results) + ":", open(path).read().strip() or "nothing")
'
}

test_begin "a sysctl in several writes"
expected=$(cat <<'EXPECTED'
destination ["10.0.0.9:2055", "\n"] => 13, 1: 10.0.0.9:2055
destination ["10.0.0.8,[2001:0db8::1]:0009", "\n", " \n"] => 28, 1, 2: 10.0.0.8:2055,[2001:db8::1]:9
destination [""] => 0: 10.0.0.8:2055,[2001:db8::1]:9
destination ["10.0.0.1", ",10.0.0.2"] => 8, Invalid argument: 10.0.0.1:2055
destination ["10.0.0.2\n10.0.0.3\n"] => Invalid argument: 10.0.0.1:2055
destination ["10.0.0.2\0,10.0.0.3"] => Invalid argument: 10.0.0.1:2055
destination ["10.0.0.2\n\0", "\0"] => 10, 1: 10.0.0.2:2055
destination ["\n", "\n"] => 1, 1: nothing
aggregation ["10.0.0.0/8=24", "\n"] => 13, 1: 10.0.0.0/8=24
aggregation ["", "80=80"] => 0, 5: 80=80
aggregation ["\n"] => 1: nothing
hooks ["output", "\n", ""] => 6, 1, 0: output
hooks ["", "\n"] => 0, 1: nothing
protocol ["v9", "\n"] => 2, 1: 9
active_timeout ["65", "\n"] => 2, 1: 65
active_timeout ["6", "6"] => 1, Invalid argument: 6
active_timeout ["\n"] => Invalid argument: 6
flush ["1", "\n"] => 1, 1: 0
flush ["", "0\n"] => 0, 2: 0
flush ["1 and more"] => Invalid argument: 0
flush ["2"] => Invalid argument: 0
flush ["0", "1"] => 1, Invalid argument: 0
EXPECTED
)
equal "only a whole value is set" "$expected" "$(write_by_write <<<"$expected")"
sysctl -qw kernel.sysctl_writes_strict=0
expected=$(grep -e '^destination' -e '^flush' <<<"$expected")
equal "also with sysctl_writes_strict=0" "$expected" "$(write_by_write <<<"$expected")"
sysctl -qw kernel.sysctl_writes_strict=1

test_begin "modprobe with parameters"
unload
modprobe nf_netflow active_timeout=71 inactive_timeout=7 protocol=v9 "destination=192.0.2.7:99,192.0.2.8"
equal "all are taken" "71 7 9 192.0.2.7:99,192.0.2.8:2055" "$(netflowctl get --json |
	jq -r '"\(.active_timeout) \(.inactive_timeout) \(.protocol) \(.destination)"')"
for parameter in active_timeout=0 active_timeout=abc protocol=7 destination=garbage "destination=$HUNDRED" \
	"destination=$HUGE" inactive_timeout=86401 hooks=garbage; do
	unload
	refused "modprobe nf_netflow ${parameter:0:40}" "[Ii]nvalid|No space" modprobe nf_netflow "$parameter"
	if loaded nf_netflow; then
		fail "the module stays out with ${parameter:0:40}"
	fi
done
