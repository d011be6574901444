#!/bin/sh
# Makes the nodes one cluster of three masters with a replica each, the first time. Ends once the cluster is well.
set -eu
REDISCLI_AUTH=$(cat /run/secrets/redis-password-cluster)
export REDISCLI_AUTH
first=${NODES%% *}

state() {
  redis-cli --user cluster -h "${first%:*}" -p "${first#*:}" cluster info
}

if state | grep -q '^cluster_known_nodes:1.$'; then
  # Without quotes: one word for each node.
  redis-cli --user cluster --cluster create $NODES --cluster-replicas 1 --cluster-yes
fi
until state | grep -q '^cluster_state:ok'; do
  sleep 1
done
