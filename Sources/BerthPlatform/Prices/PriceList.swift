public import BerthModel

extension Price {
    /// By the hour, without what the start takes.
    func hourly(_ demand: Resources) -> Double {
        func gibibytes(_ name: ResourceName) -> Double { Double(demand[name]) / Double(bytesPerGibibyte) }
        return coreHour * Double(demand[.cores]) + memoryHour * gibibytes(.memory) + storageHour * gibibytes(.storage)
    }

    /// The total and what each hour takes, under two labels: a number alone does not say which of the two it is.
    ///
    /// - Parameter duration: how long the work is available; what preparing and releasing take is not charged.
    func quotes(_ demand: Resources, for duration: TimeSpan) -> [Quote] {
        let hourly = hourly(demand)
        return [
            Quote(type, total(hourly, for: duration), "In all, for \(duration)."),
            Quote(type + Price.perHour, hourly, "For each hour."),
        ]
    }

    /// The same without words: in all, and for each hour.
    fileprivate func numbers(_ demand: Resources, for duration: TimeSpan) -> [Double] {
        let hourly = hourly(demand)
        return [total(hourly, for: duration).roundedToMillionths, hourly.roundedToMillionths]
    }

    private func total(_ hourly: Double, for duration: TimeSpan) -> Double {
        start + hourly * (Double(duration.milliseconds) / 3_600_000)
    }

    /// What follows the currency or unit in the label of a quote by the hour.
    public static let perHour = "/h"
}

/// What a platform charges, and what else is counted of its use, such as energy and carbon.
public struct PriceList: Sendable, Hashable {
    public var costs: [Price]
    public var metrics: [Price]

    public init(costs: [Price] = [], metrics: [Price] = []) {
        self.costs = costs
        self.metrics = metrics
    }

    public static let none = PriceList()

    public func costs(of demand: Resources, for duration: TimeSpan) -> [Cost] {
        costs.flatMap { $0.quotes(demand, for: duration) }.map { .simple($0) }
    }

    public func metrics(of demand: Resources, for duration: TimeSpan) -> [Metric] {
        metrics.flatMap { $0.quotes(demand, for: duration) }.map { .simple($0) }
    }

    /// What cannot be meant: the key and why; `nil` when all is well.
    public var fault: (key: String, message: String)? {
        for (key, prices) in [("prices", costs), ("footprint", metrics)] {
            var types: Set<String> = []
            for (index, price) in prices.enumerated() {
                let place = "\(key)[\(index)]"
                if price.type.isEmpty { return ("\(place).type", "is missing; name a currency or unit such as EUR") }
                if price.type.hasSuffix(Price.perHour) {
                    return ("\(place).type", "is \(price.type); leave out /h, what it is by the hour is said besides")
                }
                if !types.insert(price.type).inserted {
                    return ("\(place).type", "is \(price.type), which stands twice")
                }
                for (name, value) in [
                    ("start", price.start), ("coreHour", price.coreHour), ("memoryHour", price.memoryHour),
                    ("storageHour", price.storageHour),
                ] where !(value >= 0 && value <= PriceList.most) {
                    return ("\(place).\(name)", "is \(value); it must be from 0 to \(PriceList.most)")
                }
            }
        }
        return nil
    }

    /// More than this is a mistake; sums of it are still exact enough.
    private static let most = 1e9
}

extension [Price] {
    /// The number that the quote of a label would have, `nil` where there is no such quote.
    func amount(_ label: String?, of demand: Resources, for duration: TimeSpan) -> Double? {
        guard let number = number(of: label) else { return nil }
        return self[number / 2].numbers(demand, for: duration)[number % 2]
    }

    /// Which of the numbers has a label.
    func number(of label: String?) -> Int? {
        guard let label else { return nil }
        for (index, price) in enumerated() {
            if price.type == label { return 2 * index }
            // The label by the hour, without making it.
            if label.utf8.count == price.type.utf8.count + Price.perHour.utf8.count, label.hasPrefix(price.type),
                label.hasSuffix(Price.perHour)
            {
                return 2 * index + 1
            }
        }
        return nil
    }

    /// The number of every quote: of each price that in all, and that by the hour.
    func numbers(of demand: Resources, for duration: TimeSpan) -> [Double] {
        flatMap { $0.numbers(demand, for: duration) }
    }
}

extension Double {
    /// So that it reads as it was meant.
    fileprivate var roundedToMillionths: Double { (self * 1e6).rounded() / 1e6 }
}

extension Quote {
    /// A quote of one number, rounded to millionths.
    fileprivate init(_ type: String, _ amount: Double, _ description: String) {
        self.init()
        let rounded = amount.roundedToMillionths
        self.type = type
        min = rounded
        max = rounded
        self.description = description
    }
}
