using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Payments.Handlers.Writing;

/// <summary>
/// The execution of a request with an idempotency key. Whether for the first time or again after a crash, it draws the
/// same ids in the same order and counts as made at the same moment: what it creates has the same ids each time, so a
/// second attempt finds what the first one stored, and creates nothing new. It flows with the asynchronous calls
/// (docs/adr/0001-idempotency.md).
/// </summary>
public sealed class ReproducibleExecution
{
    private static readonly AsyncLocal<ReproducibleExecution?> Running = new();

    private readonly byte[] _seed;
    private int _drawn;

    private ReproducibleExecution(Guid seed) => _seed = seed.ToByteArray(bigEndian: true);

    /// <summary>The current execution; null for a request without an idempotency key.</summary>
    public static ReproducibleExecution? Current => Running.Value;

    /// <summary>When the request counts as made: the time of its execution's seed, or now.</summary>
    public static DateTimeOffset GetTime(TimeProvider time) => Current?.Start ?? time.GetUtcNow();

    private DateTimeOffset Start =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(_seed) >> 16));

    /// <summary>Runs a request's work as a reproducible execution.</summary>
    /// <param name="seed">The execution's own number (UUID version 7), drawn when the request first arrived.</param>
    /// <param name="work">The work.</param>
    public static async Task<T> RunAsync<T>(Guid seed, Func<Task<T>> work)
    {
        // A value set in an async method is visible to it and its callees only: the caller keeps its own.
        Running.Value = new ReproducibleExecution(seed);
        return await work();
    }

    /// <summary>
    /// The execution's next id: the seed's time, and digits that nobody can predict without the seed.
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
