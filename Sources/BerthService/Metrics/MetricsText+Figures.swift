import BerthBroker
import BerthModel
import BerthPlatform

extension MetricsText {
    /// Everything that a broker has counted.
    mutating func add(_ figures: BrokerFigures) {
        begin("berth_answers_total", .counter, "Questions that were answered, by result.")
        sample("berth_answers_total", ["result": "yes"], figures.answeredYes)
        sample("berth_answers_total", ["result": "no"], figures.answeredNo)

        begin("berth_obstacles_total", .counter, "Reasons against, by platform (none: the request itself) and kind.")
        let obstacles = figures.obstacles.sorted { ($0.key.platform, $0.key.rung) < ($1.key.platform, $1.key.rung) }
        for (key, count) in obstacles {
            sample("berth_obstacles_total", ["platform": key.platform, "reason": key.rung.name], count)
        }

        begin("berth_silences_total", .counter, "Answers that did not come, by platform and reason.")
        let silences = figures.silences.sorted {
            ($0.key.platform, $0.key.reason.rawValue) < ($1.key.platform, $1.key.reason.rawValue)
        }
        for (key, count) in silences {
            sample("berth_silences_total", ["platform": key.platform, "reason": key.reason.rawValue], count)
        }

        single("berth_offers_made_total", .counter, "Offers that were made.", figures.offersMade)
        single("berth_offers_expired_total", .counter, "Offers that nobody took in time.", figures.offersExpired)

        begin("berth_sessions_entered_total", .counter, "How many offers and sessions came into each phase.")
        for phase in SessionPhase.allCases {
            sample("berth_sessions_entered_total", ["phase": phase.rawValue], figures.entered[phase] ?? 0)
        }
        begin("berth_sessions_unfinished", .gauge, "Offers and sessions that are not at their end, by phase.")
        for phase in SessionPhase.allCases where !phase.isEnd {
            sample("berth_sessions_unfinished", ["phase": phase.rawValue], figures.unfinished[phase] ?? 0)
        }
        single(
            "berth_store_failures_total", .counter, "Writes to the store that failed and were tried again.",
            figures.storeFailures)
    }

    /// The calls of the service, and how long they took.
    mutating func add(_ figures: Meter.Figures) {
        begin("berth_http_requests_total", .counter, "Requests that were answered, by route, method and status.")
        for (call, count) in figures.calls.sorted(by: { $0.key < $1.key }) {
            sample(
                "berth_http_requests_total", ["route": call.route, "method": call.method, "status": call.status], count)
        }
        let name = "berth_http_request_duration_seconds"
        begin(name, .histogram, "From the request line to the last byte of the answer, by route.")
        for (route, durations) in figures.durations.sorted(by: { $0.key < $1.key }) {
            var sum: Int64 = 0
            for (bound, count) in zip(Meter.Durations.bounds, durations.counts) {
                sum += count
                sample("\(name)_bucket", ["route": route, "le": bound.text], sum)
            }
            sample("\(name)_bucket", ["route": route, "le": "+Inf"], durations.count)
            sample("\(name)_sum", ["route": route], Self.seconds(durations.microseconds))
            sample("\(name)_count", ["route": route], durations.count)
        }
    }

    /// What this process takes of its machine; what the system does not tell is left out.
    mutating func add(_ figures: ProcessFigures) {
        if let bytes = figures.residentBytes {
            single("process_resident_memory_bytes", .gauge, "Memory of the process that is in use.", bytes)
        }
        if let files = figures.openFiles {
            single("process_open_fds", .gauge, "Open files of the process.", files)
        }
        if let limit = figures.openFilesLimit {
            single("process_max_fds", .gauge, "How many files the process may have open.", limit)
        }
        begin("process_cpu_seconds_total", .counter, "Time that processors spent for the process.")
        sample("process_cpu_seconds_total", [:], Self.seconds(figures.processorMicroseconds))
    }
}
