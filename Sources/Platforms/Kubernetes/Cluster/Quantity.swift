/// An amount as Kubernetes writes it: `500m`, `2`, `1.5Gi`, `1e3`. Exact to a billionth.
/// Source: k8s.io/apimachinery, *resource.Quantity*.
struct Quantity: Sendable, Hashable, Comparable {
    /// Billionths.
    var billionths: Int128

    static let zero = Quantity(billionths: 0)

    /// Whole ones.
    init(_ whole: Int64) { billionths = Int128(whole) * Quantity.one }

    init(billionths: Int128) { self.billionths = billionths }

    /// `nil` for what is no quantity, or larger than any machine.
    init?(_ text: String) {
        var digits: Int128 = 0
        var decimals = 0
        var count = 0
        var hasPoint = false
        var rest = text[...]
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        while let byte = rest.utf8.first {
            if byte == UInt8(ascii: ".") && !hasPoint {
                hasPoint = true
            } else if (48...57).contains(byte) {
                count += 1
                // Beyond a billionth nothing counts.
                if !hasPoint || decimals < 9 {
                    digits = digits * 10 + Int128(byte - 48)
                    if hasPoint { decimals += 1 }
                }
                if digits > Quantity.most { return nil }
            } else {
                break
            }
            rest.removeFirst()
        }
        guard count > 0, let (factor, divisor) = Quantity.scale(rest) else { return nil }
        var scaled = digits
        for _ in decimals..<9 { scaled *= 10 }
        let (product, overflow) = scaled.multipliedReportingOverflow(by: factor)
        if overflow { return nil }
        billionths = (isNegative ? -1 : 1) * product / divisor
        // As whole ones it has to be a number of 64 bits.
        if abs(billionths) / Quantity.one > Int128(Int64.max) { return nil }
    }

    private static let one: Int128 = 1_000_000_000
    private static let most: Int128 = 1_000_000_000_000_000_000

    private static func scale(_ suffix: Substring) -> (factor: Int128, divisor: Int128)? {
        switch suffix {
        case "": return (1, 1)
        case "n": return (1, 1_000_000_000)
        case "u": return (1, 1_000_000)
        case "m": return (1, 1000)
        default: break
        }
        if let power = ["k", "M", "G", "T", "P", "E"].firstIndex(of: suffix) {
            return ((0...power).reduce(Int128(1)) { product, _ in product * 1000 }, 1)
        }
        if let power = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].firstIndex(of: suffix) {
            return (Int128(1) << (10 * Int128(power + 1)), 1)
        }
        guard suffix.first == "e" || suffix.first == "E", let exponent = Int(suffix.dropFirst()), abs(exponent) <= 18
        else { return nil }
        let power = (0..<abs(exponent)).reduce(Int128(1)) { product, _ in product * 10 }
        return exponent < 0 ? (1, power) : (power, 1)
    }

    /// Whole ones, rounded down: what can be given.
    var floor: Int64 {
        let whole = billionths / Quantity.one
        return Int64(billionths < 0 && whole * Quantity.one != billionths ? whole - 1 : whole)
    }

    /// Whole ones, rounded up: what is needed.
    var ceiling: Int64 {
        let whole = billionths / Quantity.one
        return Int64(billionths > 0 && whole * Quantity.one != billionths ? whole + 1 : whole)
    }

    static func < (left: Quantity, right: Quantity) -> Bool { left.billionths < right.billionths }
    static func + (left: Quantity, right: Quantity) -> Quantity {
        Quantity(billionths: left.billionths + right.billionths)
    }
    static func - (left: Quantity, right: Quantity) -> Quantity {
        Quantity(billionths: left.billionths - right.billionths)
    }
}

/// Amounts by the cluster's own names: `cpu`, `memory`, `nvidia.com/gpu`.
typealias Quantities = [String: Quantity]

extension Quantities {
    /// Adds what stands under the same names.
    mutating func add(_ others: Quantities) {
        for (name, amount) in others { self[name] = (self[name] ?? .zero) + amount }
    }

    /// The larger of each.
    mutating func raise(to others: Quantities) {
        for (name, amount) in others { self[name] = Swift.max(self[name] ?? .zero, amount) }
    }
}
