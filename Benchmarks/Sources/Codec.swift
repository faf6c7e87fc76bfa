import BerthDocument
import BerthModel
import Foundation

/// `bench codec FILE SECONDS`: how often a second a request is decoded and encoded, here and by Foundation. The peers
/// see the same bytes, and everybody decodes into structs.
enum Codec {
    static func run(_ data: Data, seconds: Double) throws {
        let bytes = [UInt8](data)
        let (request, problems) = ExecutionRequest.reading(try Document.read(bytes, as: .json), from: .json)
        expect(problems.isEmpty, "the request has members that are not known: \(problems)")
        let decoder = JSONDecoder()
        let encoder = JSONEncoder()
        let peer = try decoder.decode(PeerRequest.self, from: data)

        // In turns, so that a busy moment of the machine hits all of them.
        var best: [(name: String, each: Double)] = []
        func time(_ name: String, _ body: () throws -> Int) rethrows {
            let each = try fastest(seconds: seconds / 4, body)
            if let index = best.firstIndex(where: { $0.name == name }) {
                best[index].each = min(best[index].each, each)
            } else {
                best.append((name, each))
            }
        }
        for _ in 0..<4 {
            try time("berth.decode") {
                ExecutionRequest.reading(try Document.read(bytes, as: .json), from: .json).value.data.count
            }
            try time("berth.encode") { try request.json().count }
            try time("foundation.decode") { try decoder.decode(PeerRequest.self, from: data).data?.count ?? 0 }
            try time("foundation.encode") { try encoder.encode(peer).count }
        }
        for (name, each) in best { print(name, Int(1 / each)) }
    }

    /// The time of one run in the fastest of many rounds, in seconds.
    private static func fastest(seconds: Double, _ body: () throws -> Int) rethrows -> Double {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var fastest = Double.infinity
        var sum = 0
        repeat {
            let begin = clock.now
            for _ in 0..<100 { sum &+= try body() }
            fastest = min(fastest, (clock.now - begin) / .seconds(1) / 100)
        } while clock.now < end
        expect(sum != 0, "nothing was done")
        return fastest
    }
}
