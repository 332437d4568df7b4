// SPDX-License-Identifier: GPL-2.0
/* Which format of the counters netflow-http sends, by what the client accepts. */
#include "http/accept.h"
#include "test.h"

TEST(without_openmetrics)
{
	CHECK(accept_prometheus(NULL));
	CHECK(accept_prometheus(""));
	CHECK(accept_prometheus("*/*"));
	CHECK(accept_prometheus("text/html,application/xhtml+xml,*/*;q=0.8"));
	CHECK(accept_prometheus("text/plain;version=0.0.4;q=0.5,*/*;q=0.1"));
	CHECK(accept_prometheus(",;, ;q=1,q=1"));
}

TEST(openmetrics)
{
	CHECK(!accept_prometheus("application/openmetrics-text"));
	CHECK(!accept_prometheus("Application/OpenMetrics-Text; version=1.0.0"));
	CHECK(!accept_prometheus("text/html , application/openmetrics-text;q=0.1"));
	/* Equal weights: the first of the two formats. */
	CHECK(!accept_prometheus("text/plain, application/openmetrics-text"));
}

/* As Prometheus 2 and 3 ask. */
TEST(prometheus)
{
	CHECK(!accept_prometheus("application/openmetrics-text;version=1.0.0;q=0.5,"
				 "application/openmetrics-text;version=0.0.1;q=0.4,"
				 "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"));
	CHECK(accept_prometheus("text/plain;version=0.0.4;q=0.6,"
				"application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.2"));
	CHECK(!accept_prometheus("application/openmetrics-text;version=1.0.0;escaping=x;q=0.5,"
				 "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4"));
}

TEST(weights)
{
	CHECK(accept_prometheus("application/openmetrics-text;q=0"));
	CHECK(accept_prometheus("application/openmetrics-text; q=0.0, text/plain;q=0.1"));
	CHECK(!accept_prometheus("application/openmetrics-text;\tQ=1.0, text/plain;q=0.999"));
	CHECK(accept_prometheus("application/openmetrics-text;q=0.2, text/plain ;a=b; q=0.3"));
	/* No weights: such a range is not acceptable. */
	CHECK(accept_prometheus("application/openmetrics-text;q=2"));
	CHECK(accept_prometheus("application/openmetrics-text;q=-1"));
	CHECK(accept_prometheus("application/openmetrics-text;q="));
	CHECK(accept_prometheus("application/openmetrics-text;q=nan"));
}

TEST(other_types)
{
	CHECK(accept_prometheus("application/openmetrics-text2"));
	CHECK(accept_prometheus("application/openmetrics"));
	CHECK(accept_prometheus("xapplication/openmetrics-text"));
	CHECK(accept_prometheus("text/html;application/openmetrics-text"));
	CHECK(!accept_prometheus("application/openmetrics-text;q=0.3,text/plainer"));
}
