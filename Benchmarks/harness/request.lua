-- The request that wrk sends: wrk … -s request.lua URL -- FILE sends the file by POST; without a file, a GET.
-- At the end it prints one line of figures that the harness reads.
function init(arguments)
    local file = arguments[1]
    if file then
        local input = assert(io.open(file, "rb"))
        wrk.method = "POST"
        wrk.body = input:read("*a")
        input:close()
        wrk.headers["Content-Type"] = "application/json"
    end
    wrk.headers["Accept"] = "application/json"
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        "figures requests=%d microseconds=%d p50=%d p99=%d refused=%d broken=%d\n",
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
        errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
