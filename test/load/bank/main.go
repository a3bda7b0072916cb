// Books payments with the bank module of Cosmos SDK 0.53, block by block through baseapp, IAVL and
// goleveldb, and prints the CPU-us of a line. Arguments: accounts, transactions, lines of each,
// transactions of a block, folder.
package main

import (
	"fmt"
	"math/rand"
	"os"
	"strconv"
	"syscall"
	"time"

	corestore "cosmossdk.io/core/store"
	"cosmossdk.io/log"
	storetypes "cosmossdk.io/store/types"
	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	"github.com/cosmos/cosmos-sdk/runtime"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	moduletestutil "github.com/cosmos/cosmos-sdk/types/module/testutil"
	"github.com/cosmos/cosmos-sdk/x/auth"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/bank"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

const (
	chain  = "bench"
	minter = "minter"
	each   = 1_000_000_000_000
	gas    = 100_000_000
)

func number(at int) int {
	value, err := strconv.Atoi(os.Args[at])
	must(err)
	return value
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func coins(amount int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin("eur", amount)) }

func addressOf(n int) sdk.AccAddress { return sdk.AccAddress(fmt.Sprintf("%020d", n)) }

// All threads of this process, user and system.
func cpu() time.Duration {
	var used syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// A ledger of auth and bank alone, with so many rich accounts and as many signers of payments.
func newLedger(
	db dbm.DB, accounts int, signers []*secp256k1.PrivKey,
) (*baseapp.BaseApp, client.TxConfig) {
	encoding := moduletestutil.MakeTestEncodingConfig(auth.AppModuleBasic{}, bank.AppModuleBasic{})
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey)
	decoder := encoding.TxConfig.TxDecoder()
	named := baseapp.SetChainID(chain)
	app := baseapp.NewBaseApp(chain, log.NewNopLogger(), db, decoder, named)
	app.SetInterfaceRegistry(encoding.InterfaceRegistry)
	authority := authtypes.NewModuleAddress("gov").String()
	rooms := func(name string) corestore.KVStoreService {
		return runtime.NewKVStoreService(keys[name])
	}
	people := authkeeper.NewAccountKeeper(encoding.Codec, rooms(authtypes.StoreKey),
		authtypes.ProtoBaseAccount, map[string][]string{
			minter: {authtypes.Minter}, authtypes.FeeCollectorName: nil,
		},
		addresscodec.NewBech32Codec("cosmos"), "cosmos", authority)
	money := bankkeeper.NewBaseKeeper(encoding.Codec, rooms(banktypes.StoreKey), people,
		map[string]bool{}, authority, log.NewNopLogger())
	banktypes.RegisterMsgServer(app.MsgServiceRouter(), bankkeeper.NewMsgServerImpl(money))
	checks, err := ante.NewAnteHandler(ante.HandlerOptions{
		AccountKeeper: people, BankKeeper: money, SignModeHandler: encoding.TxConfig.SignModeHandler(),
		SigGasConsumer: ante.DefaultSigVerificationGasConsumer,
	})
	must(err)
	app.SetAnteHandler(checks)
	app.MountKVStores(keys)
	app.SetInitChainer(func(
		ctx sdk.Context, _ *abci.RequestInitChain,
	) (*abci.ResponseInitChain, error) {
		must(people.Params.Set(ctx, authtypes.DefaultParams()))
		must(money.SetParams(ctx, banktypes.DefaultParams()))
		fund := func(to sdk.AccAddress) {
			people.SetAccount(ctx, people.NewAccountWithAddress(ctx, to))
			must(money.MintCoins(ctx, minter, coins(each)))
			must(money.SendCoinsFromModuleToAccount(ctx, minter, to, coins(each)))
		}
		people.GetModuleAccount(ctx, minter) // has number 0
		for _, signer := range signers {
			fund(sdk.AccAddress(signer.PubKey().Address()))
		}
		for n := range accounts {
			fund(addressOf(n))
		}
		return &abci.ResponseInitChain{}, nil
	})
	must(app.LoadLatestVersion())
	_, err = app.InitChain(&abci.RequestInitChain{
		ChainId: chain, Time: time.Unix(1, 0), InitialHeight: 1,
	})
	must(err)
	return app, encoding.TxConfig
}

// One line is a MsgSend, more are a MsgMultiSend from one payer.
func messageOf(from sdk.AccAddress, lines, accounts int, chance *rand.Rand) sdk.Msg {
	if lines == 1 {
		return banktypes.NewMsgSend(from, addressOf(chance.Intn(accounts)), coins(7))
	}
	outputs := make([]banktypes.Output, lines)
	for line := range outputs {
		outputs[line] = banktypes.NewOutput(addressOf(chance.Intn(accounts)), coins(7))
	}
	return banktypes.NewMsgMultiSend(banktypes.NewInput(from, coins(7*int64(lines))), outputs)
}

func main() {
	accounts, count, lines, perBlock := number(1), number(2), number(3), number(4)
	db, err := dbm.NewGoLevelDB("state", os.Args[5], nil)
	must(err)
	signers := make([]*secp256k1.PrivKey, count)
	for n := range signers {
		signers[n] = secp256k1.GenPrivKeyFromSecret(fmt.Appendf(nil, "payer %d", n))
	}
	app, config := newLedger(db, accounts, signers)
	chance := rand.New(rand.NewSource(1))
	transactions := make([][]byte, count)
	for n, signer := range signers {
		from := sdk.AccAddress(signer.PubKey().Address())
		messages := []sdk.Msg{messageOf(from, lines, accounts, chance)}
		signed, err := simtestutil.GenSignedMockTx(chance, config, messages, sdk.Coins{}, gas,
			chain, []uint64{uint64(n + 1)}, []uint64{0}, signer)
		must(err)
		transactions[n], err = config.TxEncoder()(signed)
		must(err)
	}
	height := int64(0)
	blocks := func(of [][]byte) {
		for ; len(of) > 0; of = of[min(perBlock, len(of)):] {
			height++
			done, err := app.FinalizeBlock(&abci.RequestFinalizeBlock{
				Height: height, Time: time.Unix(1+height, 0), Txs: of[:min(perBlock, len(of))],
			})
			must(err)
			for _, result := range done.TxResults {
				if result.Code != 0 {
					panic(result.Log)
				}
			}
			_, err = app.Commit()
			must(err)
		}
	}
	blocks(transactions[:count/2])
	before := cpu()
	blocks(transactions[count/2:])
	booked := (count - count/2) * lines
	fmt.Printf("%.1f\n", float64((cpu()-before).Microseconds())/float64(booked))
}
