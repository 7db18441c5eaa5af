# worker-launcher.sh PID_FILE COMMAND ARGUMENT...
# Runs the command and exits with its exit code. Standard input is a pipe from the host: each line names a signal to send
# to the command. When the pipe closes, because the host has ended in whatever way, the command is killed. The terminal
# sends SIGINT to all processes, but only the host handles it. PID_FILE may be empty.
trap '' INT
pid_file=$1
shift

exec 3<&0 </dev/null
"$@" 3<&- &
worker=$!

if [ -n "$pid_file" ]; then
    echo "$worker" >"$pid_file.new" && mv -f "$pid_file.new" "$pid_file"
fi

(
    while read -r signal; do kill -s "$signal" "$worker"; done
    kill -s KILL "$worker"
) <&3 >/dev/null 2>&1 &
watcher=$!
exec 3<&-

wait "$worker"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
