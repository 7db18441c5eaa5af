using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Payments.Handlers.Writing;

/// <summary>
/// One request with an idempotency key, while it is carried out. Whenever that is done, for the first time or again
/// after a crash, it draws the same numbers in the same order and counts as made at the same moment: what it makes has
/// the same id each time, so that a second try meets what the first one stored, and makes nothing new. It goes with the
/// flow of the calls (docs/adr/0001-idempotency.md).
/// </summary>
public sealed class ReproducibleExecution
{
    private static readonly AsyncLocal<ReproducibleExecution?> Running = new();

    private readonly byte[] _seed;
    private int _drawn;

    private ReproducibleExecution(Guid seed) => _seed = seed.ToByteArray(bigEndian: true);

    /// <summary>The run that the caller is part of; null for a request without a key.</summary>
    public static ReproducibleExecution? Current => Running.Value;

    /// <summary>When the request counts as made: that of its run, else now.</summary>
    public static DateTimeOffset GetTime(TimeProvider time) => Current?.Start ?? time.GetUtcNow();

    private DateTimeOffset Start =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(_seed) >> 16));

    /// <summary>Does a request's work as a run.</summary>
    /// <param name="seed">The run's own number (UUID version 7), drawn when the request first came.</param>
    /// <param name="work">The work.</param>
    public static async Task<T> RunAsync<T>(Guid seed, Func<Task<T>> work)
    {
        // What an async method sets is its own and its callees': the caller keeps what it had.
        Running.Value = new ReproducibleExecution(seed);
        return await work();
    }

    /// <summary>
    /// The run's next number: the seed's time, and digits that nobody can tell who does not know the seed.
    /// </summary>
    public Guid NextId()
    {
        Span<byte> hashed = stackalloc byte[20];
        _seed.CopyTo(hashed);
        BinaryPrimitives.WriteInt32BigEndian(hashed[16..], Interlocked.Increment(ref _drawn));
        Span<byte> number = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(hashed, number);
        _seed.AsSpan(0, 6).CopyTo(number);
        number[6] = (byte)(0x70 | (number[6] & 0x0F));
        number[8] = (byte)(0x80 | (number[8] & 0x3F));
        return new Guid(number[..16], bigEndian: true);
    }
}
