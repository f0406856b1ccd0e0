#!/usr/bin/env bash
# Publishes the four hosts for each platform, as the images and the systemd units take them: OUT/PLATFORM/HOST. Says how large each is.
#   docker/publish.sh [OUT] [PLATFORM...]      out and linux-x64 linux-arm64 where none is given
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-out}
shift || true
platforms=("$@")
[ $# -gt 0 ] || platforms=(linux-x64 linux-arm64)
for platform in "${platforms[@]}"; do
  for host in Cloud Edge Gateway Device; do
    dotnet publish "src/Hosts/$host" -c Release -r "$platform" --no-self-contained -o "$out/$platform/$host" -v quiet --nologo
    printf '%-12s %-8s %4d MB\n' "$platform" "$host" "$(du -sm "$out/$platform/$host" | cut -f1)"
  done
done
