// SPDX-License-Identifier: GPL-2.0
#include "base.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "translate/nft_netflow_translate.h"

static char secret[NFT_NETFLOW_SECRET + 1];

static pthread_once_t secret_once = PTHREAD_ONCE_INIT;

static void make_secret(void)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	unsigned char random[NFT_NETFLOW_SECRET];
	int i;

	if (getrandom(random, sizeof(random), GRND_NONBLOCK) != sizeof(random))
		memcpy(random, &(long){ time(NULL) ^ getpid() << 8 }, sizeof(random));
	for (i = 0; i < NFT_NETFLOW_SECRET; i++)
		secret[i] = alphabet[random[i] % (sizeof(alphabet) - 1)];
}

const char *preload_secret(void)
{
	pthread_once(&secret_once, make_secret);
	return secret;
}

void *preload_next(const char *name)
{
	void *function = dlsym(RTLD_NEXT, name);

	if (!function) {
		preload_warn(false, "there is no %s() behind libnft-netflow.so", name);
		abort();
	}
	return function;
}

void preload_warn(bool journal, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	fprintf(stderr, "nft: netflow: %s\n", text);
	if (journal)
		syslog(LOG_DAEMON | LOG_WARNING, "netflow: %s", text);
}

/* libc's sendmsg() is intercepted only if this library precedes libc. */
bool preload_is_first(void)
{
	static bool told;
	Dl_info self, first;
	void *function = dlsym(RTLD_DEFAULT, "sendmsg");

	if (!function || !dladdr(secret, &self) || !dladdr(function, &first) ||
	    self.dli_fbase == first.dli_fbase)
		return true;
	if (!told)
		preload_warn(false, "the statement needs libnft-netflow.so in LD_PRELOAD");
	told = true;
	return false;
}
