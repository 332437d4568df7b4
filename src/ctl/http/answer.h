/* SPDX-License-Identifier: GPL-2.0 */
/* The answer to an HTTP request. */
#ifndef _CTL_HTTP_ANSWER_H
#define _CTL_HTTP_ANSWER_H

#include <microhttpd.h>

/**
 * answer - answer a request; an MHD_AccessHandlerCallback
 * @data: not used
 * @connection: where the request came from
 * @path: path of the request
 * @method: method of the request
 * @version: not used
 * @upload: not used
 * @upload_size: not used
 * @state: not used
 * Return: MHD_NO if there is no memory for an answer.
 */
enum MHD_Result answer(void *data, struct MHD_Connection *connection, const char *path,
		       const char *method, const char *version, const char *upload,
		       size_t *upload_size, void **state);

#endif /* _CTL_HTTP_ANSWER_H */
