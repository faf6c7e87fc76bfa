extension DataResource {
    /// Name or UUID of the storage that keeps the data.
    public var storageReference: String? {
        get {
            switch self {
            case .simple(let it): it.storage
            case .s3(let it): it.storage
            case .rucio(let it): it.storage
            case .ivoa(let it): it.storage
            case .skao(let it): it.storage
            case .stranger: nil
            }
        }
        set {
            switch self {
            case .simple(var it):
                it.storage = newValue
                self = .simple(it)
            case .s3(var it):
                it.storage = newValue
                self = .s3(it)
            case .rucio(var it):
                it.storage = newValue
                self = .rucio(it)
            case .ivoa(var it):
                it.storage = newValue
                self = .ivoa(it)
            case .skao(var it):
                it.storage = newValue
                self = .skao(it)
            case .stranger: break
            }
        }
    }
}
