// SPDX-License-Identifier: GPL-2.0
/*
 * sender: the floor of an export: a process that has its Messages and only sends them.
 *
 *   sender PORT OCTETS MESSAGES
 *
 * Prints the seconds that it took.
 */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	static char message[65507];
	size_t octets, messages;
	double begin;
	int fd;

	if (argc != 4)
		errx(2, "usage: sender PORT OCTETS MESSAGES");
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	to.sin_port = htons(atoi(argv[1]));
	octets = strtoul(argv[2], NULL, 10);
	messages = strtoul(argv[3], NULL, 10);
	if (octets > sizeof(message))
		errx(2, "%zu octets are no UDP datagram; at most %zu", octets, sizeof(message));
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)))
		err(1, "port %s", argv[1]);
	begin = now();
	while (messages--)
		if (send(fd, message, octets, 0) < 0)
			err(1, "sending %zu octets", octets);
	printf("%f\n", now() - begin);
	return 0;
}
