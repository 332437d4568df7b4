// SPDX-License-Identifier: GPL-2.0
/*
 * Serve the counters over HTTP on the sockets that systemd passes (sd_listen_fds(3)). Nothing
 * stays resident: after a while without requests the program ends, and systemd, which keeps
 * the sockets, starts it again for the next one.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <microhttpd.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "command/command.h"
#include "text/complain.h"
#include "answer.h"

/* In seconds. */
#define IDLE		60
#define IDLE_MOST	86400
#define CLIENT_IDLE	20

#define FIRST_SOCKET	3	/* sd_listen_fds(3): SD_LISTEN_FDS_START */
#define SOCKETS_MAX	8
/* Connections of each socket; further ones wait until others have ended. */
#define CONNECTIONS	16

/* A server for each socket. */
struct servers {
	int count;
	struct MHD_Daemon *daemons[SOCKETS_MAX];
	struct pollfd polled[SOCKETS_MAX];
};

/* Return: a decimal number of at most @most, or -1. */
static long number(const char *text, long most)
{
	char *end;
	long value;

	if (!text || *text < '0' || *text > '9')
		return -1;
	errno = 0;
	value = strtol(text, &end, 10);
	return errno || *end || value > most ? -1 : value;
}

/* Return: how many sockets there are, 0 after reporting why there is none. */
static int count_sockets(void)
{
	const char *text = getenv("LISTEN_FDS");
	long count = number(text, SOCKETS_MAX);

	if (number(getenv("LISTEN_PID"), LONG_MAX) != getpid() || !text || !strcmp(text, "0"))
		complain("there is no socket to serve; start netflow-http.socket instead");
	else if (count < 0)
		complain("LISTEN_FDS is '%s'; at most %d sockets are served", text, SOCKETS_MAX);
	else
		return count;
	return 0;
}

/* The library accepts connections until there is none, so it must not wait for one. */
static int prepare(int fd)
{
	int listens = 0, flags = fcntl(fd, F_GETFL);
	socklen_t size = sizeof(listens);

	if (flags < 0 || getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size))
		return -errno;
	if (!listens)
		return -EINVAL;
	if (fcntl(fd, F_SETFL, flags | O_NONBLOCK) || fcntl(fd, F_SETFD, FD_CLOEXEC))
		return -errno;
	return 0;
}

static int start(struct servers *servers, int fd)
{
	const union MHD_DaemonInfo *info;
	struct MHD_Daemon *daemon;
	int err = prepare(fd);

	if (err) {
		complain("descriptor %d is not a socket that listens: %s", fd, strerror(-err));
		return err;
	}
	daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, answer, NULL,
				  MHD_OPTION_LISTEN_SOCKET, fd,
				  MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS,
				  MHD_OPTION_CONNECTION_TIMEOUT, CLIENT_IDLE, MHD_OPTION_END);
	info = daemon ? MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
	if (!info) {
		complain("libmicrohttpd %s cannot serve descriptor %d", MHD_get_version(), fd);
		return -EIO;
	}
	servers->daemons[servers->count] = daemon;
	servers->polled[servers->count].fd = info->epoll_fd;
	servers->polled[servers->count].events = POLLIN;
	servers->count++;
	return 0;
}

/* Return: after how many milliseconds the servers have to run, at most @limit. */
static int time_left(const struct servers *servers, int limit)
{
	MHD_UNSIGNED_LONG_LONG timeout;
	int i;

	for (i = 0; i < servers->count; i++)
		if (MHD_get_timeout(servers->daemons[i], &timeout) == MHD_YES &&
		    timeout < (unsigned int)limit)
			limit = timeout;
	return limit;
}

static bool has_connections(const struct servers *servers)
{
	const union MHD_DaemonInfo *info;
	int i;

	for (i = 0; i < servers->count; i++) {
		info = MHD_get_daemon_info(servers->daemons[i],
					   MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
		if (info && info->num_connections)
			return true;
	}
	return false;
}

/* Serve until nobody has been connected for @idle milliseconds. */
static int serve(struct servers *servers, int idle)
{
	int i, ready;

	for (;;) {
		ready = poll(servers->polled, servers->count, time_left(servers, idle));
		if (ready < 0 && errno != EINTR) {
			complain("cannot wait for requests: %s", strerror(errno));
			return CTL_ERROR;
		}
		if (!ready && !has_connections(servers))
			return CTL_OK;
		for (i = 0; i < servers->count; i++)
			MHD_run(servers->daemons[i]);
	}
}

int main(int argc, char **argv)
{
	long idle = argc == 1 ? IDLE : argc == 2 ? number(argv[1], IDLE_MOST) : -1;
	struct servers servers = { .count = 0 };
	int i, count, status = CTL_ERROR;

	if (idle <= 0) {
		if (argc == 2)
			complain("'%s' is not a number of seconds from 1 to %d", argv[1],
				 IDLE_MOST);
		fprintf(stderr, "usage: %s [SECONDS]\n", program_invocation_short_name);
		return CTL_USAGE;
	}
	count = count_sockets();
	for (i = 0; i < count; i++)
		if (start(&servers, FIRST_SOCKET + i))
			break;
	if (count && i == count)
		status = serve(&servers, idle * 1000);
	for (i = 0; i < servers.count; i++)
		MHD_stop_daemon(servers.daemons[i]);
	return status;
}
