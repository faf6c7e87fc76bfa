extension Array where Element: BitwiseCopyable {
    /// Moves a stretch by one place.
    mutating func shift(from first: Int, to last: Int, by step: Int) {
        copy(from: first, to: first + step, last - first)
    }

    /// Copies a stretch; both may overlap.
    mutating func copy(from old: Int, to new: Int, _ count: Int) {
        if count < 1 { return }
        withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            precondition(old >= 0 && new >= 0 && old + count <= buffer.count && new + count <= buffer.count)
            (base + new).update(from: base + old, count: count)
        }
    }
}

extension [Int64] {
    /// Adds to each of a stretch, wrapping.
    mutating func add(_ change: Int64, from first: Int, to last: Int) {
        withUnsafeMutableBufferPointer { buffer in
            for index in first..<last { buffer[index] &+= change }
        }
    }
}
