// SPDX-License-Identifier: GPL-2.0
/*
 * sink: a collector of IPFIX that only counts. It reads UDP until it gets SIGTERM and
 * prints JSON: what came, and the longest burst: the most octets that were ever ahead of
 * the rate at which the exporter sends by default.
 *
 *   sink PORT BUFFER
 *
 * BUFFER: bytes that the socket asks for, 0: what Linux gives it
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>

#define MESSAGES	64
#define MESSAGE_SIZE	65536
/* 1 Gbit/s: what a collector that just keeps up with it takes for an octet. */
#define OCTET_NS	8
#define HEADER_SIZE	16

struct sink {
	uint64_t messages, octets;
	uint64_t first_ns, last_ns, ahead, longest;
};

static volatile sig_atomic_t ended;

static void end(int signal)
{
	(void)signal;
	ended = 1;
}

static uint32_t be(const uint8_t *at, int bytes)
{
	uint32_t value = 0;

	while (bytes--)
		value = value << 8 | *at++;
	return value;
}

static void count_burst(struct sink *sink, uint64_t ns, size_t size)
{
	uint64_t taken;

	if (!sink->messages) {
		sink->first_ns = ns;
		sink->last_ns = ns;
	}
	taken = (ns - sink->last_ns) / OCTET_NS;
	sink->ahead -= taken < sink->ahead ? taken : sink->ahead;
	sink->ahead += size;
	if (sink->ahead > sink->longest)
		sink->longest = sink->ahead;
	sink->last_ns = ns;
}

static uint64_t arrival(struct msghdr *header)
{
	struct cmsghdr *control;
	struct timespec time = { 0, 0 };

	for (control = CMSG_FIRSTHDR(header); control; control = CMSG_NXTHDR(header, control))
		if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_TIMESTAMPNS)
			memcpy(&time, CMSG_DATA(control), sizeof(time));
	return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

static int open_socket(uint16_t port, int buffer)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
	int on = 1, fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)))
		err(1, "port %u", port);
	if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)))
		err(1, "time stamps");
	if (buffer && setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof(buffer)))
		err(1, "a buffer of %d bytes", buffer);
	return fd;
}

static void receive(struct sink *sink, int fd)
{
	static uint8_t data[MESSAGES][MESSAGE_SIZE];
	static char control[MESSAGES][64];
	struct mmsghdr headers[MESSAGES];
	struct iovec vectors[MESSAGES];
	int i, count;

	for (i = 0; i < MESSAGES; i++) {
		vectors[i] = (struct iovec){ data[i], MESSAGE_SIZE };
		headers[i].msg_hdr = (struct msghdr){
			.msg_iov = &vectors[i], .msg_iovlen = 1,
			.msg_control = control[i], .msg_controllen = sizeof(control[i]),
		};
	}
	count = recvmmsg(fd, headers, MESSAGES, MSG_WAITFORONE, NULL);
	if (count < 0 && errno != EINTR)
		err(1, "recvmmsg");
	for (i = 0; i < count; i++) {
		/* What ends it is no Message. */
		if (headers[i].msg_len < HEADER_SIZE || be(data[i], 2) != 10)
			continue;
		count_burst(sink, arrival(&headers[i].msg_hdr), headers[i].msg_len);
		sink->messages++;
		sink->octets += headers[i].msg_len;
	}
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = end };
	struct sink sink = { 0 };
	int fd;

	if (argc != 3)
		errx(2, "usage: sink PORT BUFFER");
	sigaction(SIGTERM, &action, NULL);
	fd = open_socket(atoi(argv[1]), atoi(argv[2]));
	while (!ended)
		receive(&sink, fd);
	printf("{\"messages\": %" PRIu64 ", \"octets\": %" PRIu64 ", \"ns\": %" PRIu64 ", ",
	       sink.messages, sink.octets, sink.last_ns - sink.first_ns);
	printf("\"burst_octets\": %" PRIu64 "}\n", sink.longest);
	return 0;
}
