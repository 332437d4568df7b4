// SPDX-License-Identifier: GPL-2.0
#include "answer.h"

#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

#include "kernel/monitors.h"
#include "kernel/netlink.h"
#include "modules/find.h"
#include "modules/open.h"
#include "show/openmetrics.h"
#include "accept.h"

#define PATH		"/metrics"
#define METHODS		"GET, HEAD"

#define PLAIN		"text/plain; charset=utf-8"
#define PROMETHEUS	"text/plain; version=0.0.4; charset=utf-8"
#define OPENMETRICS	"application/openmetrics-text; version=1.0.0; charset=utf-8"

/* Send a text from malloc(), which the library frees; NULL: there was no memory for it. */
static enum MHD_Result reply(struct MHD_Connection *connection, unsigned int status,
			     const char *type, char *text)
{
	struct MHD_Response *response;
	enum MHD_Result queued;

	if (!text)
		return MHD_NO;
	response = MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE);
	if (!response) {
		free(text);
		return MHD_NO;
	}
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT);
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, METHODS);
	queued = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return queued;
}

static enum MHD_Result __printf(3, 4) refuse(struct MHD_Connection *connection,
					     unsigned int status, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	return reply(connection, status, PLAIN, text);
}

/* All monitors with what is counted; NULL after the error was reported on stderr. */
static json_t *read_monitors(void)
{
	struct netlink nl;
	json_t *monitors;

	if (module_open(&nl))
		return NULL;
	monitors = monitors_read(&nl, NULL);
	if (monitors && (monitors_add_statistics(&nl, monitors) ||
			 monitors_add_destinations(&nl, monitors))) {
		json_decref(monitors);
		monitors = NULL;
	}
	netlink_close(&nl);
	return monitors;
}

static enum MHD_Result send_metrics(struct MHD_Connection *connection)
{
	bool prometheus = accept_prometheus(MHD_lookup_connection_value(connection,
						MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT));
	json_t *monitors;
	char *text = NULL;
	size_t size;
	FILE *out;

	/* That is no fault, and not worth a line of the journal for each request. */
	if (!module_loaded(MODULE_CORE))
		return refuse(connection, MHD_HTTP_SERVICE_UNAVAILABLE,
			      "The kernel module %s is not loaded; netflowctl doctor tells why.\n",
			      MODULE_CORE);
	monitors = read_monitors();
	if (!monitors)
		return refuse(connection, MHD_HTTP_SERVICE_UNAVAILABLE,
			      "The counters cannot be read; the log of %s tells why.\n",
			      program_invocation_short_name);
	out = open_memstream(&text, &size);
	if (out) {
		openmetrics_write(out, monitors, prometheus);
		if (fclose(out)) {
			free(text);
			text = NULL;
		}
	}
	json_decref(monitors);
	return reply(connection, MHD_HTTP_OK, prometheus ? PROMETHEUS : OPENMETRICS, text);
}

enum MHD_Result answer(void *data, struct MHD_Connection *connection, const char *path,
		       const char *method, const char *version, const char *upload,
		       size_t *upload_size, void **state)
{
	(void)data;
	(void)version;
	(void)upload;
	(void)upload_size;
	(void)state;
	if (strcmp(path, PATH))
		return refuse(connection, MHD_HTTP_NOT_FOUND,
			      "There is no '%s' here; the counters are at " PATH ".\n", path);
	if (strcmp(method, MHD_HTTP_METHOD_GET) && strcmp(method, MHD_HTTP_METHOD_HEAD))
		return refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
			      "The method '%s' is not allowed; use " METHODS ".\n", method);
	return send_metrics(connection);
}
