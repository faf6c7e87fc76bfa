import BerthModel

/// The names of servers: by these they are found again, and told from those of others.
///
/// Hubs take 30 lower-case letters and digits, which a session and its instance in plain text are too long for: `b`,
/// four digits that follow from the instance, and 25 that are the session. Source: JupyterHub 6, `slugs.py`.
enum ServerName {
    private static let radix = 36
    private static let instanceDigits = 4
    private static let sessionDigits = 25

    static func name(_ session: UUID, instance: String) -> String {
        let number = UInt128(session.high) << 64 | UInt128(session.low)
        return mark(of: instance) + padded(String(number, radix: radix), to: sessionDigits)
    }

    /// The session of a server of this instance; `nil` for somebody else's.
    static func session(_ name: String, instance: String) -> UUID? {
        let mark = mark(of: instance)
        let digits = name.dropFirst(mark.count)
        guard name.hasPrefix(mark), digits.utf8.count == sessionDigits, digits.allSatisfy({ !$0.isUppercase }),
            let number = UInt128(digits, radix: radix)
        else { return nil }
        return UUID(high: UInt64(truncatingIfNeeded: number >> 64), low: UInt64(truncatingIfNeeded: number))
    }

    /// What all of an instance begin with. Source: Fowler, Noll, Vo, FNV-1a, 64 bits.
    private static func mark(of instance: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in instance.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "b" + padded(String(hash % 1_679_616, radix: radix), to: instanceDigits)
    }

    private static func padded(_ digits: String, to count: Int) -> String {
        String(repeating: "0", count: count - digits.utf8.count) + digits
    }

    /// The same for people: of tokens and of the directory among the files of a user.
    static func words(_ session: UUID, instance: String) -> String { "berth-\(instance)-\(session)" }
}
