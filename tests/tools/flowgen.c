// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "flowgen.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BATCH		32

static volatile sig_atomic_t stopped;

static const char help[] =
"usage: flowgen [OPTION]… DEVICE\n"
"Send packets of known flows through DEVICE and write what a meter must count.\n"
"\n"
"  --flows N            flows (default 100)\n"
"  --packets N          packets of all flows together (default: one each)\n"
"  --seed N             other numbers for ports, sizes, order … (default 1)\n"
"  --ipv4, --ipv6       only that version (default: both)\n"
"  --protocols LIST     tcp,udp,icmp,sctp,udplite,dccp,gre or numbers (default tcp,udp,icmp)\n"
"  --size MIN[-MAX]     bytes behind the transport header (default 0-1200)\n"
"  --ttl MIN[-MAX]      TTL or hop limit (default 40-64)\n"
"  --tos N              the same for all (default: various)\n"
"  --fragments PERCENT  packets sent in two or three fragments\n"
"  --extensions PERCENT packets with IPv4 options or IPv6 extension headers\n"
"  --vlan ID            802.1Q tag\n"
"  --outer-vlan ID      802.1ad tag before it\n"
"  --tcp-end            the last packet of each TCP flow has FIN\n"
"  --in-order           all packets of a flow one after the other (default: shuffled)\n"
"  --garbage            spoil the packets; nothing is expected of them\n"
"  --pps N              packets per second (default: as fast as possible)\n"
"  --source-mac MAC     (default: that of DEVICE)\n"
"  --destination-mac MAC (default: ff:ff:ff:ff:ff:ff)\n"
"  --source4 NET, --destination4 NET, --source6 NET, --destination6 NET\n"
"                       where the hosts are, their lowest 16 bits 0\n"
"                       (default 10.1.0.0, 10.2.0.0, fd00:1::, fd00:2::)\n"
"  --expect FILE        write the flows, one a line, as CSV\n"
"\n"
"It prints how many packets and bytes (from the IP header on) it sent. SIGTERM and\n"
"SIGINT end it early; the file then has what was sent.\n";

enum {
	OPT_FLOWS = 256, OPT_PACKETS, OPT_SEED, OPT_IPV4, OPT_IPV6, OPT_PROTOCOLS, OPT_SIZE,
	OPT_TTL, OPT_TOS, OPT_FRAGMENTS, OPT_EXTENSIONS, OPT_VLAN, OPT_OUTER_VLAN, OPT_TCP_END,
	OPT_IN_ORDER, OPT_GARBAGE, OPT_PPS, OPT_SOURCE_MAC, OPT_DESTINATION_MAC, OPT_SOURCE4,
	OPT_DESTINATION4, OPT_SOURCE6, OPT_DESTINATION6, OPT_EXPECT, OPT_HELP
};

static const struct option long_options[] = {
	{ "flows", required_argument, NULL, OPT_FLOWS },
	{ "packets", required_argument, NULL, OPT_PACKETS },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "ipv4", no_argument, NULL, OPT_IPV4 },
	{ "ipv6", no_argument, NULL, OPT_IPV6 },
	{ "protocols", required_argument, NULL, OPT_PROTOCOLS },
	{ "size", required_argument, NULL, OPT_SIZE },
	{ "ttl", required_argument, NULL, OPT_TTL },
	{ "tos", required_argument, NULL, OPT_TOS },
	{ "fragments", required_argument, NULL, OPT_FRAGMENTS },
	{ "extensions", required_argument, NULL, OPT_EXTENSIONS },
	{ "vlan", required_argument, NULL, OPT_VLAN },
	{ "outer-vlan", required_argument, NULL, OPT_OUTER_VLAN },
	{ "tcp-end", no_argument, NULL, OPT_TCP_END },
	{ "in-order", no_argument, NULL, OPT_IN_ORDER },
	{ "garbage", no_argument, NULL, OPT_GARBAGE },
	{ "pps", required_argument, NULL, OPT_PPS },
	{ "source-mac", required_argument, NULL, OPT_SOURCE_MAC },
	{ "destination-mac", required_argument, NULL, OPT_DESTINATION_MAC },
	{ "source4", required_argument, NULL, OPT_SOURCE4 },
	{ "destination4", required_argument, NULL, OPT_DESTINATION4 },
	{ "source6", required_argument, NULL, OPT_SOURCE6 },
	{ "destination6", required_argument, NULL, OPT_DESTINATION6 },
	{ "expect", required_argument, NULL, OPT_EXPECT },
	{ "help", no_argument, NULL, OPT_HELP },
	{ }
};

static void stop(int signal)
{
	(void)signal;
	stopped = 1;
}

static uint64_t number(const char *text, uint64_t low, uint64_t high)
{
	uint64_t value;
	char *end;

	errno = 0;
	value = strtoull(text, &end, 0);
	if (errno || end == text || *end || value < low || value > high)
		errx(2, "'%s' is not a number from %llu to %llu", text, (unsigned long long)low,
		     (unsigned long long)high);
	return value;
}

static struct range range(const char *text, uint32_t low, uint32_t high)
{
	struct range range;
	char buf[32];
	char *dash;

	if (strlen(text) >= sizeof(buf))
		errx(2, "'%s' is not MIN-MAX", text);
	strcpy(buf, text);
	dash = strchr(buf, '-');
	if (dash)
		*dash++ = '\0';
	range.low = number(buf, low, high);
	range.high = dash ? number(dash, range.low, high) : range.low;
	return range;
}

static uint8_t protocol(const char *text)
{
	static const struct {
		const char *name;
		uint8_t number;
	} names[] = {
		{ "tcp", IPPROTO_TCP }, { "udp", IPPROTO_UDP }, { "icmp", IPPROTO_ICMP },
		{ "sctp", IPPROTO_SCTP }, { "udplite", IPPROTO_UDPLITE },
		{ "dccp", IPPROTO_DCCP }, { "gre", IPPROTO_GRE },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(text, names[i].name))
			return names[i].number;
	return number(text, 0, 255);
}

static void protocols(const char *text, struct options *options)
{
	char buf[256], *rest = buf, *word;

	if (strlen(text) >= sizeof(buf))
		errx(2, "the list of protocols is too long");
	strcpy(buf, text);
	options->protocol_count = 0;
	while ((word = strsep(&rest, ","))) {
		if (options->protocol_count == sizeof(options->protocols))
			errx(2, "more than %zu protocols", sizeof(options->protocols));
		options->protocols[options->protocol_count++] = protocol(word);
	}
}

static void mac(const char *text, uint8_t *address)
{
	struct ether_addr_bytes { unsigned int b[6]; } m;
	int i, used = 0;

	if (sscanf(text, "%2x:%2x:%2x:%2x:%2x:%2x%n", &m.b[0], &m.b[1], &m.b[2], &m.b[3], &m.b[4],
		   &m.b[5], &used) != 6 || text[used])
		errx(2, "'%s' is not a MAC address", text);
	for (i = 0; i < 6; i++)
		address[i] = m.b[i];
}

static void network(const char *text, int family, uint8_t *address)
{
	if (inet_pton(family, text, address) != 1)
		errx(2, "'%s' is not an IPv%d address", text, family == AF_INET ? 4 : 6);
}

static void number_option(int option, const char *text, struct options *options)
{
	switch (option) {
	case OPT_FLOWS:
		options->flows = number(text, 1, 10000000);
		break;
	case OPT_PACKETS:
		options->packets = number(text, 1, 1000000000);
		break;
	case OPT_SEED:
		options->seed = number(text, 0, UINT64_MAX);
		break;
	case OPT_TOS:
		options->tos = number(text, 0, 255);
		break;
	case OPT_FRAGMENTS:
		options->fragments = number(text, 0, 100);
		break;
	case OPT_EXTENSIONS:
		options->extensions = number(text, 0, 100);
		break;
	case OPT_VLAN:
		options->vlan = number(text, 1, 4094);
		break;
	case OPT_OUTER_VLAN:
		options->outer_vlan = number(text, 1, 4094);
		break;
	case OPT_PPS:
		options->pps = number(text, 1, 100000000);
		break;
	}
}

static void flag_option(int option, struct options *options)
{
	switch (option) {
	case OPT_IPV4:
		options->ipv6 = false;
		break;
	case OPT_IPV6:
		options->ipv4 = false;
		break;
	case OPT_TCP_END:
		options->tcp_end = true;
		break;
	case OPT_IN_ORDER:
		options->shuffle = false;
		break;
	case OPT_GARBAGE:
		options->garbage = true;
		break;
	case OPT_HELP:
		fputs(help, stdout);
		exit(0);
	default:
		fputs("see flowgen --help\n", stderr);
		exit(2);
	}
}

static void option(int option, const char *text, struct options *options)
{
	switch (option) {
	case OPT_PROTOCOLS:
		return protocols(text, options);
	case OPT_SIZE:
		options->size = range(text, 0, 1400);
		return;
	case OPT_TTL:
		options->ttl = range(text, 1, 255);
		return;
	case OPT_SOURCE_MAC:
		return mac(text, options->source_mac);
	case OPT_DESTINATION_MAC:
		return mac(text, options->destination_mac);
	case OPT_SOURCE4:
		return network(text, AF_INET, options->source4);
	case OPT_DESTINATION4:
		return network(text, AF_INET, options->destination4);
	case OPT_SOURCE6:
		return network(text, AF_INET6, options->source6);
	case OPT_DESTINATION6:
		return network(text, AF_INET6, options->destination6);
	case OPT_EXPECT:
		options->expect = text;
		return;
	}
	if (text)
		number_option(option, text, options);
	else
		flag_option(option, options);
}

static void device_mac(const char *device, uint8_t *address)
{
	int fd = socket(AF_PACKET, SOCK_DGRAM, 0);
	struct ifreq request = { };

	strncpy(request.ifr_name, device, IFNAMSIZ - 1);
	if (fd < 0 || ioctl(fd, SIOCGIFHWADDR, &request) < 0)
		err(1, "%s", device);
	memcpy(address, request.ifr_hwaddr.sa_data, 6);
	close(fd);
}

static struct options parse(int argc, char **argv)
{
	static const uint8_t nobody[6];
	struct options options = {
		.flows = 100, .seed = 1, .ipv4 = true, .ipv6 = true, .tos = -1, .shuffle = true,
		.size = { 0, 1200 }, .ttl = { 40, 64 },
	};
	int c;

	protocols("tcp,udp,icmp", &options);
	mac("ff:ff:ff:ff:ff:ff", options.destination_mac);
	network("10.1.0.0", AF_INET, options.source4);
	network("10.2.0.0", AF_INET, options.destination4);
	network("fd00:1::", AF_INET6, options.source6);
	network("fd00:2::", AF_INET6, options.destination6);
	while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		option(c, optarg, &options);
	if (argc != optind + 1)
		errx(2, "name one device; see flowgen --help");
	options.device = argv[optind];
	if (!options.ipv4 && !options.ipv6)
		errx(2, "--ipv4 and --ipv6 together leave nothing; give neither for both");
	if (!memcmp(options.source_mac, nobody, 6))
		device_mac(options.device, options.source_mac);
	if (options.packets < options.flows)
		options.packets = options.flows;
	return options;
}

static int open_device(const char *device)
{
	int fd = socket(AF_PACKET, SOCK_RAW, 0), size = 4 << 20;
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(device),
	};

	if (fd < 0)
		err(1, "no packet socket");
	if (!address.sll_ifindex || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		err(1, "%s", device);
	setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size));
	return fd;
}

/* The flow of every packet, in the order of sending */
static uint32_t *make_order(const struct options *options, const struct flow *flows,
			    struct random *random)
{
	uint32_t *order = malloc(sizeof(*order) * options->packets);
	uint32_t i, j, n = 0, swap;

	if (!order)
		errx(1, "no memory for %u packets", options->packets);
	for (i = 0; i < options->flows; i++)
		for (j = 0; j < flows[i].unsent; j++)
			order[n++] = i;
	for (i = n - 1; options->shuffle && i > 0; i--) {
		j = random_range(random, 0, i);
		swap = order[i];
		order[i] = order[j];
		order[j] = swap;
	}
	return order;
}

static void send_frames(int fd, struct frame *frames, size_t count)
{
	struct mmsghdr messages[BATCH + FRAGMENTS_MAX] = { };
	struct iovec vectors[BATCH + FRAGMENTS_MAX];
	size_t i, sent = 0;
	int n;

	for (i = 0; i < count; i++) {
		vectors[i] = (struct iovec){ frames[i].data, frames[i].len };
		messages[i].msg_hdr.msg_iov = &vectors[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	while (sent < count) {
		n = sendmmsg(fd, messages + sent, count - sent, 0);
		if (n < 0 && errno != ENOBUFS && errno != EAGAIN && errno != EINTR)
			err(1, "sending");
		if (n > 0)
			sent += n;
	}
}

/* Wait until @packets are due, @pps a second since @start. */
static void pace(const struct timespec *start, uint64_t packets, uint32_t pps)
{
	uint64_t ns = packets * 1000000000ULL / pps + start->tv_nsec;
	struct timespec due = { start->tv_sec + ns / 1000000000, ns % 1000000000 };

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
}

static uint32_t send_all(const struct options *options, struct flow *flows,
			 const uint32_t *order, struct random *random)
{
	static struct frame frames[BATCH + FRAGMENTS_MAX];
	int fd = open_device(options->device);
	struct timespec start;
	size_t count = 0;
	uint32_t i;

	clock_gettime(CLOCK_MONOTONIC, &start);
	for (i = 0; i < options->packets && !stopped; i++) {
		if (options->garbage)
			garbage_build(options, random, &flows[order[i]], &frames[count++]);
		else
			count += packet_build(options, random, &flows[order[i]], &frames[count]);
		if (count < BATCH && !(options->pps && options->pps < 1000))
			continue;
		send_frames(fd, frames, count);
		count = 0;
		if (options->pps)
			pace(&start, i + 1, options->pps);
	}
	send_frames(fd, frames, count);
	close(fd);
	return i;
}

static void report(const struct options *options, const struct flow *flows)
{
	uint64_t packets = 0, bytes = 0;
	FILE *file;
	uint32_t i;

	for (i = 0; i < options->flows; i++) {
		packets += flows[i].counts.packets + flows[i].later.packets;
		bytes += flows[i].counts.bytes + flows[i].later.bytes;
	}
	printf("%llu packets, %llu bytes\n", (unsigned long long)packets,
	       (unsigned long long)bytes);
	if (!options->expect)
		return;
	file = fopen(options->expect, "w");
	if (!file)
		err(1, "%s", options->expect);
	flows_write(file, flows, options->flows);
	if (fclose(file))
		err(1, "%s", options->expect);
}

int main(int argc, char **argv)
{
	struct options options = parse(argc, argv);
	struct random random = { options.seed };
	struct sigaction action = { .sa_handler = stop };
	struct flow *flows = flows_make(&options, &random);
	uint32_t *order = make_order(&options, flows, &random);

	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	if (options.garbage)
		printf("%u packets of garbage\n", send_all(&options, flows, order, &random));
	else
		send_all(&options, flows, order, &random);
	if (!options.garbage)
		report(&options, flows);
	free(order);
	free(flows);
	return 0;
}
