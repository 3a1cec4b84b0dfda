# Compares what was fed with what the platform received:  awk -v summary=all -f demo-balance.awk FED RECEIVED
#
# Events made from files are known by their type and the name that their feeder gave the record. The simulated press
# numbers its events from 0 or 1 on: up to the highest number seen all of them count as fed. What the host filtered
# (-v filtered=, late=) or keeps for its next start (-v waiting=) is not lost; -v acknowledged= is what it knows to have
# come.

function header(name) {
    if (!match(event, "\"" name "\":\"[^\"]*\"")) return ""
    return substr(event, RSTART + length(name) + 4, RLENGTH - length(name) - 5)
}

function note_record(name, id) {
    if (!(name in received)) received_count += 1
    received[name] = 1
    if (!((name, id) in ids)) {
        ids[name, id] = 1
        if (++id_count[name] == 2) doubled += 1
    }
}

function smaller(one, other) {
    return one < other ? one : other
}

FILENAME == ARGV[1] {
    fed[++fed_count] = $0
    next
}

{
    event = substr($0, index($0, ",\"event\":") + 9)
    type = header("eventType")
    if (match(event, /DemoRecord[0-9]+/)) {
        note_record(type " " substr(event, RSTART, RLENGTH), header("senderEventUuid"))
    } else if (match(event, /"counter":[0-9]+/)) {
        number = substr(event, RSTART + 10, RLENGTH - 10) + 0
        note_record("number " number, header("senderEventUuid"))
        if (number == 0) zero = 1
        if (number > highest) highest = number
    }
}

END {
    for (number = zero ? 0 : 1; number <= highest; number++) fed[++fed_count] = "number " number
    for (index_ = 1; index_ <= fed_count; index_++) {
        if (!(fed[index_] in received)) missing[++missing_count] = fed[index_]
    }
    held = smaller(filtered + late, missing_count)
    kept = smaller(waiting, missing_count - held)
    lost = missing_count - held - kept
    # What waits is of the simulated press, too, beyond the highest number seen; or has come, but its PUBACK has not.
    later = waiting - kept - (received_count - acknowledged)
    if (later < 0 || waiting == 0) later = 0
    if (summary == "missing" && lost > 0) {
        for (index_ = 1; index_ <= missing_count && index_ <= 10; index_++) print "missing: " missing[index_]
    }
    if (summary == "lost") print lost
    if (summary == "good") print (fed_count > 0 && lost + doubled == 0 ? "yes" : "no")
    if (summary == "progress") printf "%d events fed, %d received\n", fed_count, received_count
    if (summary == "all") {
        printf "%d fed = %d received + %d filtered by the switch + %d in the spool; ", \
            fed_count + later, received_count, held, kept + later
        printf "%d lost, %d under two ids\n", lost, doubled
    }
}
