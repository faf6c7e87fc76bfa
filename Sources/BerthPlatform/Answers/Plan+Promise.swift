public import BerthModel

extension Plan {
    /// A plan that promises so many cores and so much memory, and of each storage what is needed.
    public init(_ question: Question, on platform: String, cores: Int64, memoryGibibytes: Int64) {
        var demand = question.needs
        demand[.cores] = cores
        demand[.memory] = memoryGibibytes.gibibytesInBytes
        self.init(question, on: platform, demand: demand)
        if case .simple(var compute) = question.compute {
            compute.cores = IntegerRange(min: cores, max: cores)
            compute.memory = IntegerRange(min: memoryGibibytes, max: memoryGibibytes)
            self.compute = .simple(compute)
        }
        storage = question.storage.map { storage in
            guard case .simple(var simple) = storage else { return storage }
            simple.size = IntegerRange(min: simple.size?.min, max: simple.size?.min)
            simple.data = question.data.filter { $0.storageReference == storage.uuid?.description }
                .compactMap { $0.uuid?.description }
            return .simple(simple)
        }
    }
}

extension Question {
    /// The place of the storage that keeps a piece of data.
    public func storageIndex(of data: DataResource) -> Int? {
        storage.firstIndex { $0.uuid != nil && $0.uuid?.description == data.storageReference }
    }
}
