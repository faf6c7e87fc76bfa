/// What a platform charges, or uses up, in one currency or unit: so much for each start, and by the hour.
public struct Price: Shaped {
    /// The currency or unit: EUR, kWh, kg CO2.
    public var type = ""
    public var start = 0.0
    public var coreHour = 0.0
    public var memoryHour = 0.0
    public var storageHour = 0.0

    public init() {}

    public static let shape = Shape<Price>(
        "Price", "What is charged, or used up, in one currency or unit.",
        [
            Field("type", \.type, "The currency or unit, such as EUR, kWh or kg CO2."),
            Field("start", \.start, "For each session, however long; 0 unless set."),
            Field("coreHour", \.coreHour, "For each core and hour; 0 unless set."),
            Field("memoryHour", \.memoryHour, "For each GiB of memory and hour; 0 unless set."),
            Field("storageHour", \.storageHour, "For each GiB of storage and hour; 0 unless set."),
        ])
}
