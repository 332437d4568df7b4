// SPDX-License-Identifier: GPL-2.0
/* netflowctl fields */
#include "fields.h"

#include <stdio.h>
#include <jansson.h>

#include "encoding/fields.h"
#include "command/command.h"
#include "command/options.h"
#include "text/json.h"
#include "text/output.h"
#include "text/table.h"

static const char *const records[NETFLOW_RECORDS] = {
	[NETFLOW_RECORD_V4] = "ipv4",
	[NETFLOW_RECORD_V6] = "ipv6",
	[NETFLOW_RECORD_EXPORTER] = "exporter",
};

static bool is_in(const struct netflow_field *field, int record)
{
	return field->source[record].kind != NETFLOW_KIND_NONE;
}

static json_t *field_json(const struct netflow_field *field)
{
	json_t *in = json_array();
	int i;

	for (i = 0; i < NETFLOW_RECORDS; i++)
		if (is_in(field, i))
			json_array_append_new(in, json_string(records[i]));
	return json_pack("{s:i, s:s, s:i, s:i, s:o}", "id", field->id, "name", field->name,
			 "length_v9", field->length_v9, "length_ipfix", field->length_ipfix,
			 "records", in);
}

static void print_fields_json(void)
{
	json_t *fields = json_array();
	unsigned int i;

	for (i = 0; i < netflow_fields_count; i++)
		json_array_append_new(fields, field_json(&netflow_fields[i]));
	print_json(fields);
}

static const char *octets(unsigned int length, char *buf)
{
	snprintf(buf, FORMAT_SIZE, length ? "%u" : "-", length);
	return buf;
}

static void field_row(struct table *table, const struct netflow_field *field, bool print)
{
	char id[FORMAT_SIZE], v9[FORMAT_SIZE], ipfix[FORMAT_SIZE];
	const char *const cells[] = {
		octets(field->id, id), field->name, octets(field->length_v9, v9),
		octets(field->length_ipfix, ipfix),
		is_in(field, NETFLOW_RECORD_EXPORTER) ? "the exporter" :
		!is_in(field, NETFLOW_RECORD_V6) ? "IPv4 flows" :
		!is_in(field, NETFLOW_RECORD_V4) ? "IPv6 flows" : "flows",
	};

	if (print)
		table_row(table, cells);
	else
		table_measure(table, cells);
}

static int fields_run(const struct options *options)
{
	struct table table = {
		.columns = 5,
		.header = { "ID", "INFORMATION ELEMENT", "V9", "IPFIX", "PART OF" },
		.right = 1 << 0 | 1 << 2 | 1 << 3,
	};
	unsigned int i;

	if (options->present & OPTION_JSON) {
		print_fields_json();
		return CTL_OK;
	}
	table_measure(&table, table.header);
	for (i = 0; i < netflow_fields_count; i++)
		field_row(&table, &netflow_fields[i], false);
	table_header(&table);
	for (i = 0; i < netflow_fields_count; i++)
		field_row(&table, &netflow_fields[i], true);
	print_note("V9, IPFIX: length in octets in a record of that protocol; -: not available");
	return CTL_OK;
}

const struct command fields_command = {
	.name = "fields",
	.arguments = "",
	.run = fields_run,
	.summary = "List the Information Elements that can be exported",
	.options = OPTION_JSON,
};
