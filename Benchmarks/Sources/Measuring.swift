import Foundation

/// Time and memory of this process.
enum Measuring {
    /// The seconds that something takes.
    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let begin = clock.now
        try body()
        return (clock.now - begin) / .seconds(1)
    }

    static func seconds(_ body: () async throws -> Void) async rethrows -> Double {
        let clock = ContinuousClock()
        let begin = clock.now
        try await body()
        return (clock.now - begin) / .seconds(1)
    }

    /// Of an odd number the one in the middle, of an even number the greater of the two.
    static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    /// Bytes of memory that are in use now. Source: proc(5), the second field of statm.
    static var residentBytes: Int {
        guard let file = fopen("/proc/self/statm", "r") else { fail("no /proc here") }
        defer { fclose(file) }
        var text = [CChar](repeating: 0, count: 256)
        let line = fgets(&text, 256, file).map { String(cString: $0) } ?? ""
        let fields = line.split(separator: " ").compactMap { Int($0) }
        return fields.count > 1 ? fields[1] * sysconf(Int32(_SC_PAGESIZE)) : 0
    }

    static func say(_ name: String, _ value: Double) { print(name, value) }
}

/// Ends the program where a figure would not be true; a release build would not say why.
func expect(_ isSo: Bool, _ message: @autoclosure () -> String) {
    if !isSo { fail(message()) }
}

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(1)
}

/// Numbers that are the same in every run.
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators" (2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &self) }
}
