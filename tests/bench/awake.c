// SPDX-License-Identifier: GPL-2.0
/*
 * awake: run a command while no CPU of this machine halts. A virtual CPU that halts for a
 * moment goes on wherever its host finds room, perhaps on the half of a core whose other
 * half is busy, where it is half as fast. What keeps it awake has the policy SCHED_IDLE:
 * everything else comes first.
 *
 *   awake COMMAND…
 */
#include <err.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* A process that ends with this one. */
static void keep_awake(int cpu)
{
	struct sched_param param = { 0 };
	pid_t parent = getpid(), child = fork();
	cpu_set_t set;

	if (child < 0)
		err(1, "fork");
	if (child)
		return;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		_exit(0);	/* not one of ours */
	if (sched_setscheduler(0, SCHED_IDLE, &param) || prctl(PR_SET_PDEATHSIG, SIGKILL))
		err(1, "CPU %d cannot be kept awake", cpu);
	while (getppid() == parent)
		;
	_exit(0);
}

int main(int argc, char **argv)
{
	int cpu, status, cpus = sysconf(_SC_NPROCESSORS_CONF);
	pid_t command;

	if (argc < 2)
		errx(2, "usage: awake COMMAND…");
	for (cpu = 0; cpu < cpus; cpu++)
		keep_awake(cpu);
	command = fork();
	if (command < 0)
		err(1, "fork");
	if (!command) {
		execvp(argv[1], argv + 1);
		err(127, "%s", argv[1]);
	}
	while (waitpid(command, &status, 0) != command)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
