import BerthModel
import BerthPlatform

/// What there is of one session.
struct ScriptedThing: Shaped {
    /// Parts that are there, whole or half, by their names.
    var made: [String] = []
    /// Parts that are whole.
    var ready: [String] = []
    var started: Instant?
    /// When the work was stopped, whatever it was doing; nothing begins afterwards.
    var stopped: Instant?
    /// Its executable was released: nothing more is written.
    var isOver = false
    /// How often each kind of call was made.
    var calls: [CallCount] = []

    init() {}

    static let shape = Shape<ScriptedThing>(
        "ScriptedThing", "What there is of one session.",
        [
            Field("made", \.made, "Parts that are there, whole or half."),
            Field("ready", \.ready, "Parts that are whole."),
            Field("started", \.started, "When the executable was started."),
            Field("stopped", \.stopped, "When the work was stopped."),
            Field("isOver", \.isOver, "The executable was released."),
            Field("calls", \.calls, "How often each kind of call was made."),
        ])

    /// - Returns: the how many-th call of its kind this is, from 1.
    mutating func count(_ call: ScriptedCall) -> Int64 {
        if let index = calls.firstIndex(where: { $0.call == call }) {
            calls[index].count += 1
            return calls[index].count
        }
        calls.append(CallCount(call, 1))
        return 1
    }

    mutating func remove(_ part: Part) {
        made.removeAll { $0 == part.description }
        ready.removeAll { $0 == part.description }
    }
}

/// How often a kind of call was made.
struct CallCount: Shaped {
    var call: ScriptedCall?
    var count: Int64 = 0

    init() {}

    init(_ call: ScriptedCall, _ count: Int64) {
        self.call = call
        self.count = count
    }

    static let shape = Shape<CallCount>(
        "CallCount", "How often a kind of call was made.",
        [Field("call", \.call, "Kind of call."), Field("count", \.count, "How often.")])
}

extension Part {
    var preparing: ScriptedCall {
        switch self {
        case .storage: .prepareStorage
        case .data: .prepareData
        case .compute: .prepareCompute
        case .executable: .prepareExecutable
        }
    }

    var releasing: ScriptedCall {
        switch self {
        case .storage: .releaseStorage
        case .data: .releaseData
        case .compute: .releaseCompute
        case .executable: .releaseExecutable
        }
    }
}
