#!/bin/sh
# Founds a ledger of 4 or 7 organisations for the compose file of that size: keys and files of every
# node in ./nodes, one genesis, and the peers of each in ./nodes/<organisation>.env. In production
# each organisation runs `concordat init` at home and hands over member.json alone.
set -eu
count="${1:-4}"
cd "$(dirname "$0")"
[ -e nodes ] && { echo "nodes is there already; nothing is founded twice" >&2; exit 1; }
mkdir nodes
# How the command runs; by default in the image, with this folder as its own.
run="${CONCORDAT:-docker run --rm -u $(id -u) -v $PWD:/var/lib/concordat concordat:0.1.0}"

names="" members="" index=0
for name in mint hall port ward court guild school; do
  [ "$index" -lt "$count" ] || break
  $run init "nodes/$name" --organisation "$name" --engine cometbft
  names="$names $name" members="$members nodes/$name/member.json" index=$((index + 1))
done
# shellcheck disable=SC2086
$run genesis found $members --chain "consortium-$count-1" --out nodes/genesis.json

for name in $names; do
  cp nodes/genesis.json "nodes/$name/genesis.json"
  peers="" port=26610
  for other in $names; do
    id="$(sed -n 's/.*"nodeId": "\([0-9a-f]*\)".*/\1/p' "nodes/$other/member.json")"
    [ "$other" = "$name" ] || peers="$peers,$id@127.0.0.1:$port"
    port=$((port + 10))
  done
  echo "CONCORDAT_ENGINE_PEERS=${peers#,}" > "nodes/$name.env"
done
echo "Next: docker compose -f network-$count.yml up -d"
