// SPDX-License-Identifier: GPL-2.0
/* Applying settings. See configure.h. */
#include "configure.h"

#include <linux/slab.h>

#include "settings/text.h"
#include "frontend/hooks.h"
#include "monitor/monitor.h"
#include "monitor/namespace.h"
#include "permit.h"

static int netflow_configure_hooks(struct netflow_monitor *monitor, const char *text,
				   struct netflow_error *error)
{
	int hooks = netflow_hooks_parse(text, error);
	int err;

	if (hooks < 0)
		return hooks;
	err = netflow_hooks_apply(monitor, hooks);
	if (err == -EDQUOT)
		netflow_account_explain(&monitor->account, false, error);
	else if (err == -ENOMEM)
		netflow_refuse(error, "out of memory, nothing was changed");
	else if (err)
		netflow_refuse(error, "hooks '%.48s' cannot be registered (%d)", text, err);
	return err;
}

/* The hooks come first, as only they can fail for reasons other than memory. */
int netflow_configure(struct netflow_monitor *monitor, const struct netflow_settings *settings,
		      struct netflow_error *error)
{
	int err;

	lockdep_assert_held(&monitor->nn->mutex);
	err = netflow_permit(monitor, settings, error);
	if (err)
		return err;
	err = netflow_configure_hooks(monitor, settings->hooks, error);
	if (err)
		return err;
	err = netflow_monitor_configure(monitor, settings);
	if (!err)
		return 0;
	netflow_configure_hooks(monitor, monitor->settings.hooks, error);
	strscpy(error->text, "out of memory, nothing was changed", sizeof(error->text));
	return err;
}

int netflow_configure_default(struct net *net, const struct netflow_setting *setting,
			      const char *text, struct netflow_error *error)
{
	struct netflow_net *nn = netflow_net(net);
	struct netflow_settings *settings;
	int err;

	settings = kmalloc(sizeof(*settings), GFP_KERNEL);
	if (!settings) {
		strscpy(error->text, "out of memory, nothing was changed", sizeof(error->text));
		return -ENOMEM;
	}
	mutex_lock(&nn->mutex);
	*settings = nn->default_monitor->settings;
	err = netflow_setting_parse(setting, text, settings, error);
	if (!err)
		err = netflow_configure(nn->default_monitor, settings, error);
	mutex_unlock(&nn->mutex);
	kfree(settings);
	return err;
}
