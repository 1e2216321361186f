#!/bin/sh
# Installs packages on Debian or Ubuntu as root, without a question, without removing anything, and
# without starting their services, now or at the machine's next start: `install-packages.sh <package>...`
set -eu
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
apt() { apt-get -q -y -o DPkg::Lock::Timeout=600 "$@"; }
is_enabled() { command -v systemctl >/dev/null && systemctl is-enabled --quiet "$1" 2>/dev/null; }

# One at a time: the first to end would take away the policy that the second counts on.
exec 9>/run/lock/cloop-install
flock 9

# Package scripts ask this file whether they may start a service. One that is there already is the
# machine's own and stays. Ours names this process: left behind by a power cut, it forbids nothing.
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' HUP INT TERM
  printf '#!/bin/sh\n! kill -0 %s 2>/dev/null || exit 101\n' $$ >"$policy"
  chmod 755 "$policy"
fi

not_asked_for=
for unit in mariadb rabbitmq-server epmd; do
  is_enabled "$unit" || not_asked_for="$not_asked_for $unit"
done

# Another apt may hold the lists (a machine that has just started updates itself); what is on the disk
# may be good enough after all, so that only the installation decides.
for attempt in 1 2 3 4 5 6; do
  if apt update; then break; fi
  sleep 10
done
apt install --no-install-recommends --no-remove "$@"

for unit in $not_asked_for; do
  if is_enabled "$unit"; then systemctl disable "$unit"; fi
done
