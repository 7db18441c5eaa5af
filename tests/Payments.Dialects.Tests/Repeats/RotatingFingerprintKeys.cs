using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.Repeats;

public sealed class RotatingFingerprintKeys
{
    private static readonly byte[] Old = Key(1);
    private static readonly byte[] New = Key(2);

    private static readonly WireRequest Request = ServiceUnderTest.Request("POST", "/demo/refunds", "{}");
    private static readonly IdempotencyScope Scope = new(Shop("demo", New), RequestId: "id");

    public static TheoryData<string> Operations => [.. Operation.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_repetition_is_recognized_while_the_former_key_is_kept(string name)
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of(name);
        Use(bench, Old);
        var first = await bench.PostAsync(operation, "key 1");
        var stored = await bench.Service.StoredAsync();

        Use(bench, New, Old);
        var again = await bench.PostAsync(operation, "key 1");
        var other = await bench.SendAsync(operation, bench.Request(operation, operation.Body(10) + " ", "key 1"));

        Assert.Equal("true", again.Headers[IdempotencyMiddleware.ReplayedHeader]);
        Assert.Equal(first.Body.ToArray(), again.Body.ToArray());
        Assert.Contains(other.Status, (int[])[400, 422]);
        Assert.Equal(stored, await bench.Service.StoredAsync());
    }

    [Fact]
    public async Task Without_the_previous_key_a_request_is_neither_executed_nor_answered_nor_called_another_one()
    {
        using var bench = await RepeatBench.NewAsync();
        var operation = Operation.Of("refund with a key");
        Use(bench, Old);
        await bench.DieAfterAsync(operation, "key 1");
        bench.Service.Time.Advance(TimeSpan.FromDays(1));
        var stored = await bench.Service.StoredAsync();

        Use(bench, New);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.PostAsync(operation, "key 1"));
        Assert.Equal(stored, await bench.Service.StoredAsync());
        Use(bench, New, Old);
        var again = await bench.PostAsync(operation, "key 1");

        Assert.Equal(201, again.Status);
        Assert.Equal(stored, await bench.Service.StoredAsync());
    }

    [Fact]
    public void Whatever_is_different_makes_another_request()
    {
        var stored = RequestFingerprint.Compute(Request, Scope);

        Assert.Equal(FingerprintMatch.Same, RequestFingerprint.Compare(stored, Request, Scope));
        foreach (var (request, scope) in (IEnumerable<(WireRequest, IdempotencyScope)>)
            [
                (Request, Scope with { Organization = Shop("other", New) }),
                (Request, Scope with { RequestId = "id2" }),
                (Request with { Method = "PUT" }, Scope),
                (ServiceUnderTest.Request("POST", "/demo/refunds?a=1", "{}"), Scope),
                (ServiceUnderTest.Request("POST", "/demo/refunds", "{ }"), Scope),
                (ServiceUnderTest.Request("POST", "/demo/refunds", "d{}"), Scope with { RequestId = "i" }),
            ])
        {
            Assert.Equal(FingerprintMatch.Different, RequestFingerprint.Compare(stored, request, scope));
        }
    }

    [Fact]
    public void A_fingerprint_depends_on_the_key_and_there_is_none_without()
    {
        var hashes = ((byte[][])[New, Old]).Select(
            key => RequestFingerprint.Compute(Request, new IdempotencyScope(Shop("demo", key), "")).Split('.')[1]);

        Assert.Equal(2, hashes.Distinct().Count());
        Assert.Throws<InvalidOperationException>(
            () => RequestFingerprint.Compute(Request, new IdempotencyScope(Shop("demo", []), "")));
    }

    private static void Use(RepeatBench bench, byte[] key, params ReadOnlyMemory<byte>[] previous) =>
        bench.Service.Credentials.With(ServiceUnderTest.Demo, organization => organization with
        {
            FingerprintKey = key,
            PreviousFingerprintKeys = [.. previous],
        });

    private static Organization Shop(string id, byte[] key) => new(
        OrganizationId.From(id), AllocationPolicy.FewestCaptures, Organization.DefaultAuthorizationLifetime)
    {
        FingerprintKey = key,
    };

    private static byte[] Key(byte number) => [.. Enumerable.Repeat(number, 32)];
}
