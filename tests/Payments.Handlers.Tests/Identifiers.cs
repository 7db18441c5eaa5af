using Payments.Handlers.Identifiers;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

public sealed class Identifiers
{
    private static readonly Identifier Number = new("warehouse", "4711", Primary: false);
    private readonly Shop _shop = new();

    [Fact]
    public async Task An_identifier_attached_again_while_moving_to_another_capture_names_only_that_one()
    {
        var captures = await _shop.CapturedAsync(60, 40);
        var (ours, others) = (_shop.Another(), _shop.Another());
        await AttachAsync(ours, captures[0]);
        _shop.Clock.Advance(AcceptanceLimits.KeyHandover);
        _shop.Wire.Clear();
        _shop.Wire.After = async (call, number) =>
        {
            if ((call, number) != (Calls.LedgerRead, 1)) return;
            await others.Get<ResourceIdentifiers>().DetachAsync<Capture>(
                Shop.Organization, captures[0].Id.ToString(), Number.Value, default);
            await AttachAsync(others, captures[1]);
        };

        var again = await AttachAsync(ours, captures[0]);

        Assert.Equal(RejectionReason.IdTaken, again!.Reason());
        var set = Assert.Single(await _shop.StoredAsync<IdentifierSet>());
        Assert.Equal(captures[1].Id.ToString(), set.Resource);
    }

    private static Task<Answer<Identified<Capture>>?> AttachAsync(Process process, Capture capture) =>
        process.Get<ResourceIdentifiers>().AttachAsync<Capture>(
            Shop.Organization, capture.Id.ToString(), Number, default);
}
