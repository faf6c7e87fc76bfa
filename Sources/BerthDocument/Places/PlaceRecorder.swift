/// Where a value of a document was written.
struct Place: Sendable {
    enum Spot: Sendable {
        /// Bytes from the beginning of the document.
        case offset(Int)
        case position(DocumentError.Position)
    }

    /// The step from the value around it; the root has none.
    var step: DocumentPath.Step?
    var spot: Spot
    /// Index behind the last place inside this one, in the order of the document.
    var end: Int
}

/// Collects the places of a document while it is read from beginning to end.
struct PlaceRecorder: Sendable {
    private var places: [Place] = []
    private var open: [Int] = []

    mutating func begin(_ step: DocumentPath.Step?, _ spot: Place.Spot) {
        open.append(places.count)
        places.append(Place(step: step, spot: spot, end: places.count + 1))
    }

    /// The places, also of a document that was not read to its end.
    var all: [Place] {
        var all = places
        for index in open { all[index].end = all.count }
        return all
    }

    mutating func end() {
        places[open.removeLast()].end = places.count
    }
}
