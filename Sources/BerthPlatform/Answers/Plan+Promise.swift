import BerthModel

extension Plan {
    /// A plan that promises so many cores and so much memory, and of each storage what is needed.
    public init(_ question: Question, on platform: String, cores: Int64, memoryGibibytes: Int64) {
        self.init(question, on: platform, demand: question.needs)
        promise(cores: cores, memoryGibibytes: memoryGibibytes)
        var kept = [[String]](repeating: [], count: question.storage.count)
        for (data, index) in zip(question.data, question.storageOfData) {
            if let index, let uuid = data.uuid { kept[index].append(uuid.description) }
        }
        storage = zip(question.storage, kept).map { storage, data in
            guard case .simple(var simple) = storage else { return storage }
            simple.size = IntegerRange(min: simple.size?.min, max: simple.size?.min)
            simple.data = data
            return .simple(simple)
        }
    }

    /// Promises so many cores and so much memory.
    mutating func promise(cores: Int64, memoryGibibytes: Int64) {
        demand[.cores] = cores
        demand[.memory] = memoryGibibytes.gibibytesInBytes
        compute?.basic?.cores = IntegerRange(min: cores, max: cores)
        compute?.basic?.memory = IntegerRange(min: memoryGibibytes, max: memoryGibibytes)
        promiseAccelerators()
    }
}

extension Question {
    /// For each piece of data the place of the storage that keeps it.
    public var storageOfData: [Int?] {
        var places: [String: Int] = [:]
        for (index, storage) in storage.enumerated() {
            if let uuid = storage.uuid { places[uuid.description] = index }
        }
        return data.map { $0.storageReference.flatMap { places[$0] } }
    }
}
